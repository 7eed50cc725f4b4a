package io.trio4j.lowlevel;

import io.trio4j.Action;
import io.trio4j.BusyResourceException;
import io.trio4j.Call;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Finds out when two tasks use at once what only one may use: the sending half of a stream, for
/// example. Nobody waits; the second use fails, since the order would be a matter of luck.
///
/// {@snippet class="io.trio4j.snippets.ErrorSnippets" region="busy"}
///
/// @threadsafety any thread; what was done inside happens-before the next use
/// @source Trio `ConflictDetector`; conformance T586
/// @since 0.1
public final class ConflictGuard {
  private final String conflict;
  private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();

  private ConflictGuard(String conflict) {
    this.conflict = conflict;
  }

  /// Makes a guard that nobody is in.
  ///
  /// @param conflict what to tell the second user, such as `another task is sending on this stream`
  /// @return a new guard
  /// @checkpoint never
  public static ConflictGuard of(String conflict) {
    return new ConflictGuard(java.util.Objects.requireNonNull(conflict, "conflict"));
  }

  /// Runs `body` as the only one in this guard. Other guards may be nested in it.
  ///
  /// @param <X> the checked type the body throws
  /// @param body what to run
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws BusyResourceException if somebody is in the guard, also the calling task itself
  public <X extends Throwable> void hold(Action<X> body) throws X {
    enter();
    try {
      body.run();
    } finally {
      user.set(null);
    }
  }

  /// The value of `body`, run as the only one in this guard.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param body what to run
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint never by itself
  /// @throws BusyResourceException if somebody is in the guard, also the calling task itself
  public <T extends @Nullable Object, X extends Throwable> T hold(Call<T, X> body) throws X {
    enter();
    try {
      return body.call();
    } finally {
      user.set(null);
    }
  }

  private void enter() {
    Thread me = Thread.currentThread();
    if (!user.compareAndSet(null, me)) {
      boolean mine = me.equals(user.get());
      throw new BusyResourceException(
          conflict
              + (mine ? ", and it is this very task" : "")
              + ". One at a time: share it with a lock, or let one task do it for all.");
    }
  }

  @Override
  public String toString() {
    return "ConflictGuard[" + conflict + (user.get() == null ? ", free]" : ", in use]");
  }
}
