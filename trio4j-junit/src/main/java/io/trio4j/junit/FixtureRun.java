package io.trio4j.junit;

import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One fixture around one test.
final class FixtureRun implements TestBody<@Nullable Object> {
  /// What is inside the fixture.
  interface Inside {
    void run(@Nullable Object value) throws Throwable;
  }

  private final Fixture fixture;
  private final Inside inside;
  private final Task<?> owner = Task.current();
  private boolean called; // all touched by the owner
  private @Nullable Throwable thrown; // by what is inside

  FixtureRun(Fixture fixture, Inside inside) {
    this.fixture = fixture;
    this.inside = inside;
  }

  @Override
  public void run(@Nullable Object value) throws Exception {
    if (Task.tryCurrent().orElse(null) != owner) {
      throw new IllegalStateException(
          fixture + " runs the test outside its own task, " + owner + ". Call run(value) there.");
    }
    if (called) {
      throw new IllegalStateException(
          fixture + " runs the test twice. Call run(value) once; use seeds to repeat a test.");
    }
    called = true;
    try {
      inside.run(value);
    } catch (Throwable t) { // thrown on, and not forgotten if the fixture does not
      thrown = t;
      throw Rethrow.unchecked(t);
    }
  }

  /// Whether what the fixture did threw by itself: the test had not begun, was over, or was
  /// cancelled for it.
  boolean crashed() {
    return thrown == null || thrown instanceof Cancelled;
  }

  /// When it crashed, as the end of a sentence.
  String moment() {
    if (!called) {
      return "before the test";
    }
    return thrown == null ? "after the test" : "while the test ran";
  }

  /// The fixture returned. Throws what must not be lost.
  void returned() throws Throwable {
    if (!called) {
      throw new IllegalStateException(
          fixture
              + " returned without running the test. Call run(value) of its TestBody parameter.");
    }
    if (thrown instanceof Cancelled cancelled) {
      throw new AssertionError(
          "the test did not run to its end: it was "
              + cancelled.reason()
              + ", inside "
              + fixture
              + ".");
    }
    if (thrown != null) {
      throw thrown;
    }
  }

  /// What to tell of a failure that came out of the fixture: what the test threw as it was thrown,
  /// a lone crash without the groups around it.
  Throwable asThrown(Throwable out) {
    if (out instanceof Cancelled || !(out instanceof ExceptionGroup group)) {
      return out;
    }
    Throwable inner = thrown;
    List<Throwable> roots = group.rootCauses();
    if (inner != null && roots.equals(rootsOf(inner))) {
      return inner;
    }
    return crashed() && roots.size() == 1 ? roots.getFirst() : out;
  }

  private static List<Throwable> rootsOf(Throwable error) {
    return error instanceof ExceptionGroup group ? group.rootCauses() : List.of(error);
  }
}
