package io.trio4j.conformance.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.ExceptionGroup;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.NoSuchElementException;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Failures to plant, and what to make of those that come out.
public final class Failures {
  private Failures() {}

  /// Where the lines say KeyError.
  public static NoSuchElementException key() {
    return new NoSuchElementException("key");
  }

  /// Where the lines say ValueError.
  public static IllegalArgumentException value() {
    return new IllegalArgumentException("value");
  }

  /// What `body` throws, which must be a `type`.
  public static <X extends Throwable> X thrown(Class<X> type, ThrowingCallable body) {
    Throwable thrown = catchThrowable(body);
    assertThat(thrown).isInstanceOf(type);
    return type.cast(thrown);
  }

  /// The group `body` throws.
  public static ExceptionGroup group(ThrowingCallable body) {
    return thrown(ExceptionGroup.class, body);
  }

  /// Follows causes and suppressed ones from `error`: none may lead back to where it came from.
  public static void assertNoLoop(Throwable error) {
    assertNoLoop(error, Collections.newSetFromMap(new IdentityHashMap<>()), new ArrayDeque<>());
  }

  private static void assertNoLoop(Throwable error, Set<Throwable> path, Deque<Throwable> trail) {
    assertThat(path.add(error)).as("%s leads back to itself: %s", error, trail).isTrue();
    trail.push(error);
    if (error.getCause() != null) {
      assertNoLoop(error.getCause(), path, trail);
    }
    for (Throwable suppressed : error.getSuppressed()) {
      assertNoLoop(suppressed, path, trail);
    }
    trail.pop();
    path.remove(error);
  }
}
