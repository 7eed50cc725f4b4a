package io.trio4j.testing;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.CancelReason;
import io.trio4j.Cancelled;
import io.trio4j.Trio;
import io.trio4j.lowlevel.Abort;
import io.trio4j.lowlevel.CancelRequest;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Makes pieces of code in several tasks run in a given order: step 0, then 1, and so on.
///
/// {@snippet class="io.trio4j.snippets.TestingSnippets" region="sequencer"}
///
/// Each step is taken once. When a task is cancelled while it waits for its step, or a step is
/// asked for twice, the sequence can't go on as written: it breaks, and everybody who waits for a
/// step or will is told by an [IllegalStateException], instead of waiting for ever.
///
/// @threadsafety any task, also of different runs. What was done in a step happens-before what is
///   done in the next.
/// @source Trio `Sequencer`; conformance T518
/// @since 0.1
public final class Sequencer {
  private final ReentrantLock lock = new ReentrantLock(); // leaf: nothing is called under it
  private final Set<Integer> taken = new HashSet<>(); // guarded by lock
  private final Set<Integer> open = new HashSet<>(Set.of(0)); // guarded by lock; may begin
  private final Map<Integer, WaitToken<@Nullable String>> waiting = new HashMap<>(); // as above
  private @Nullable String broken; // guarded by lock; why

  private Sequencer() {}

  /// A sequence that begins with step 0.
  ///
  /// @return a new sequencer
  /// @checkpoint never
  public static Sequencer create() {
    return new Sequencer();
  }

  /// Waits until all steps before `step` have ended, then runs `body` as this step.
  ///
  /// The next step may begin when the body has ended, also if it failed.
  ///
  /// @param <X> the checked type the body throws
  /// @param step not negative
  /// @param body the step
  /// @throws X whatever the body throws
  /// @checkpoint always, before the body; never for step 0, which waits for nothing
  /// @oncancel the body did not run, and the sequence is broken: an IllegalStateException is thrown
  ///   instead of the Cancelled, for the test can't go on as written
  /// @throws IllegalArgumentException if `step` is negative
  /// @throws IllegalStateException if the sequence is broken, or breaks meanwhile, or the step was
  ///   taken before
  public <X extends Throwable> void at(int step, Action<X> body) throws X {
    this.<@Nullable Void, X>at(
        step,
        () -> {
          body.run();
          return null;
        });
  }

  /// Waits until all steps before `step` have ended, then runs `body` as this step and returns its
  /// value.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param step not negative
  /// @param body the step
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint always, before the body; never for step 0, which waits for nothing
  /// @oncancel the body did not run, and the sequence is broken: an IllegalStateException is thrown
  ///   instead of the Cancelled
  /// @throws IllegalArgumentException if `step` is negative
  /// @throws IllegalStateException if the sequence is broken, or breaks meanwhile, or the step was
  ///   taken before
  public <T extends @Nullable Object, X extends Throwable> T at(int step, Call<T, X> body)
      throws X {
    take(step);
    if (step > 0) {
      awaitTurn(step);
    }
    try {
      return body.call();
    } finally {
      letBegin(step + 1);
    }
  }

  /// Waits until all steps before `step` have ended; an empty step.
  ///
  /// In parallel mode the next step may begin before the caller's next line runs: put what belongs
  /// to the step into [#at(int, Action)].
  ///
  /// @param step not negative
  /// @checkpoint always; never for step 0, which waits for nothing
  /// @oncancel the sequence is broken: an IllegalStateException is thrown instead of the Cancelled
  /// @throws IllegalArgumentException if `step` is negative
  /// @throws IllegalStateException if the sequence is broken, or breaks meanwhile, or the step was
  ///   taken before
  public void await(int step) {
    at(step, () -> {});
  }

  private void take(int step) {
    if (step < 0) {
      throw new IllegalArgumentException("step must not be negative: " + step);
    }
    lock.lock();
    try {
      requireWhole();
      if (taken.add(step)) {
        return;
      }
    } finally {
      lock.unlock();
    }
    String why = "step " + step + " was asked for twice";
    breakFor(why);
    throw isBroken(why, null);
  }

  /// Under the lock.
  private void requireWhole() {
    String why = broken;
    if (why != null) {
      throw isBroken(why, null);
    }
  }

  private void awaitTurn(int step) {
    WaitToken<@Nullable String> token = tokenFor(step);
    if (token == null) {
      passOpenStep(step);
      return;
    }
    String why;
    try {
      why = token.parkAsking(cancel -> breakAsCancelled(step, cancel));
    } catch (Throwable t) { // an interrupt from outside
      breakFor("the wait for step " + step + " failed: " + t);
      throw t;
    }
    if (why != null) {
      throw isBroken(why, null);
    }
  }

  /// A token to wait with, for null or the reason why the sequence is broken; null if the step may
  /// begin.
  private @Nullable WaitToken<@Nullable String> tokenFor(int step) {
    WaitToken<@Nullable String> token = WaitToken.create("step " + step + " of a Sequencer");
    lock.lock();
    try {
      requireWhole();
      if (open.contains(step)) {
        return null;
      }
      waiting.put(step, token);
      return token;
    } finally {
      lock.unlock();
    }
  }

  private void passOpenStep(int step) {
    try {
      Trio.checkpoint();
    } catch (Cancelled cancelled) {
      String why = cancelledAt(step, cancelled.reason());
      breakFor(why);
      throw isBroken(why, cancelled);
    }
  }

  /// The waiter is among those who are told, so there is nothing left for the cancel to end.
  private Abort breakAsCancelled(int step, CancelRequest cancel) {
    breakFor(cancelledAt(step, cancel.reason()));
    return Abort.FAILED;
  }

  private static String cancelledAt(int step, CancelReason reason) {
    return "a task that waited for step " + step + " was " + reason;
  }

  private void letBegin(int step) {
    WaitToken<@Nullable String> next;
    lock.lock();
    try {
      open.add(step);
      next = waiting.remove(step);
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.tryReschedule(null);
    }
  }

  private void breakFor(String why) {
    List<WaitToken<@Nullable String>> all;
    lock.lock();
    try {
      if (broken == null) {
        broken = why;
      }
      all = new ArrayList<>(waiting.values());
      waiting.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(token -> token.tryReschedule(why));
  }

  private static IllegalStateException isBroken(String why, @Nullable Throwable cause) {
    return new IllegalStateException(
        "The sequence is broken: " + why + ". A step is taken once and must not be cancelled.",
        cause);
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return "Sequencer["
          + taken.size()
          + " steps taken, "
          + waiting.size()
          + " waiting"
          + (broken == null ? "]" : ", broken: " + broken + "]");
    } finally {
      lock.unlock();
    }
  }
}
