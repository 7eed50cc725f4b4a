package io.trio4j.testing;

import io.trio4j.TrioTime;
import io.trio4j.lowlevel.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A clock for tests: it begins at zero and stands still until it is moved.
///
/// It is moved in one of three ways, which can be mixed: by hand with [#jump(Duration)], at a rate
/// with [#setRate(double)], or by itself with [#autojump()], which goes to the next deadline
/// whenever every task of the run is parked by trio4j or has ended. An hour of sleeping then takes
/// microseconds, and each sleep ends at exactly its time.
///
/// {@snippet class="io.trio4j.snippets.TestingSnippets" region="clock"}
///
/// While a task computes, or blocks in code trio4j does not know, an autojump clock stands still.
/// Tasks that wait in [Testing#waitAllTasksBlocked(Duration)] come first: the clock jumps when none
/// is left.
///
/// A clock serves one run at a time, with all runs nested in it; used again later, it goes on from
/// where it was. One that no run uses affects nothing.
///
/// @threadsafety any thread. What was done before a jump happens-before what the tasks woken by it
///   do.
/// @source Trio `MockClock`; conformance T529–T540
/// @since 0.1
public final class VirtualClock implements Clock {
  /// The end of the scale. What lies beyond is never reached: `Long.MAX_VALUE` stands for "never",
  /// and the checkpoint assertions use the time before it for a deadline that does not count.
  private static final long LAST_NANOS = Long.MAX_VALUE - 2;

  private static final long NEVER = Long.MAX_VALUE;

  /// How time runs from a moment on.
  private record Pace(long virtualNanos, long realNanos, double rate) {
    long at(long real) {
      double passed = Math.max(0, real - realNanos) * rate;
      return passed < LAST_NANOS - virtualNanos ? virtualNanos + (long) passed : LAST_NANOS;
    }
  }

  private final LongSupplier realTime;

  private volatile Pace pace; // written under the monitor
  private volatile long cushionNanos = NEVER; // written by anyone
  private volatile @Nullable Runnable changed; // written under the monitor; null while not in use

  private VirtualClock(LongSupplier realTime) {
    this.realTime = realTime;
    pace = new Pace(0, realTime.getAsLong(), 0);
  }

  /// A clock at zero that stands still.
  ///
  /// @return a new clock
  /// @checkpoint never
  public static VirtualClock create() {
    return new VirtualClock(System::nanoTime);
  }

  /// A clock whose rate refers to another time than the machine's.
  static VirtualClock over(LongSupplier realTime) {
    return new VirtualClock(realTime);
  }

  /// Moves the clock forward and wakes what is due.
  ///
  /// @param duration not negative; a sum out of range (292 years) is the end of the scale
  /// @checkpoint never: the woken tasks run when the caller waits, or at once in parallel mode
  /// @throws IllegalArgumentException if `duration` is negative; the clock was not moved
  public void jump(Duration duration) {
    long nanos = nanosOf("duration", duration);
    synchronized (this) {
      long real = realTime.getAsLong();
      long now = pace.at(real);
      moveTo(now < LAST_NANOS - nanos ? now + nanos : LAST_NANOS, real);
    }
    tellRun();
  }

  /// Lets the clock run by itself.
  ///
  /// @param rate virtual seconds in a real second; 0 to stand still
  /// @checkpoint never
  /// @throws IllegalArgumentException if `rate` is negative or no finite number; nothing was
  ///   changed
  public void setRate(double rate) {
    if (!(rate >= 0) || rate == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("rate must be finite and not negative: " + rate);
    }
    synchronized (this) {
      long real = realTime.getAsLong();
      pace = new Pace(pace.at(real), real, rate);
    }
    tellRun();
  }

  /// Virtual seconds in a real second.
  ///
  /// @return 0 while the clock does not run by itself
  /// @checkpoint never
  public double rate() {
    return pace.rate();
  }

  /// Lets the clock jump to the next deadline whenever every task is blocked.
  ///
  /// @return this clock
  /// @checkpoint never
  public VirtualClock autojump() {
    return autojump(Duration.ZERO);
  }

  /// Lets the clock jump to the next deadline whenever every task has been blocked for `cushion`.
  ///
  /// A cushion leaves time for what trio4j does not see: other threads and processes that will wake
  /// a task.
  ///
  /// @param cushion in real time; not negative
  /// @return this clock
  /// @checkpoint never
  /// @throws IllegalArgumentException if `cushion` is negative; nothing was changed
  public VirtualClock autojump(Duration cushion) {
    cushionNanos = nanosOf("cushion", cushion);
    tellRun();
    return this;
  }

  /// Lets the clock jump no more by itself.
  ///
  /// @return this clock
  /// @checkpoint never
  public VirtualClock autojumpOff() {
    cushionNanos = NEVER;
    return this;
  }

  /// How far the clock has come.
  ///
  /// @return the time since the clock was made, which is zero on its scale
  /// @checkpoint never
  public Duration elapsed() {
    return Duration.ofNanos(nanoTime());
  }

  /// Now.
  ///
  /// @return what [io.trio4j.Trio#currentTime()] is in a run on this clock
  /// @checkpoint never
  public TrioTime now() {
    return new TrioTime(nanoTime());
  }

  @Override
  public long nanoTime() {
    Pace current = pace;
    return current.rate() == 0 ? current.virtualNanos() : runningNanoTime();
  }

  /// Under the monitor, lest a reader that looked at the old rate be ahead of one that sees the
  /// new.
  private synchronized long runningNanoTime() {
    return pace.at(realTime.getAsLong());
  }

  @Override
  public synchronized long realNanosUntil(long deadlineNanos) {
    long now = nanoTime();
    double rate = pace.rate();
    if (deadlineNanos <= now) {
      return 0;
    }
    if (rate == 0 || deadlineNanos > LAST_NANOS) {
      return NEVER;
    }
    return (long) Math.ceil((deadlineNanos - now) / rate); // a sum too large becomes Long.MAX_VALUE
  }

  @Override
  public synchronized void attach(Runnable newChanged) {
    if (changed != null) {
      throw new IllegalStateException(
          this + " is in use. A clock serves one run at a time: create another.");
    }
    changed = newChanged;
  }

  @Override
  public synchronized void detach(Runnable oldChanged) {
    if (oldChanged.equals(changed)) {
      changed = null;
    }
  }

  @Override
  public boolean idle(long nextDeadlineNanos) {
    if (nextDeadlineNanos > LAST_NANOS) {
      return false;
    }
    synchronized (this) {
      long real = realTime.getAsLong();
      moveTo(Math.max(pace.at(real), nextDeadlineNanos), real);
    }
    return true;
  }

  @Override
  public long idleCushionNanos() {
    return cushionNanos;
  }

  /// Under the monitor.
  private void moveTo(long virtualNanos, long realNanos) {
    pace = new Pace(virtualNanos, realNanos, pace.rate());
  }

  private void tellRun() {
    Runnable run = changed;
    if (run != null) {
      run.run();
    }
  }

  private static long nanosOf(String parameter, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(parameter + " must not be negative: " + duration);
    }
    Duration longest = Duration.ofNanos(LAST_NANOS);
    return duration.compareTo(longest) < 0 ? duration.toNanos() : LAST_NANOS;
  }

  @Override
  public String toString() {
    long cushion = cushionNanos;
    return "VirtualClock["
        + now()
        + ", rate "
        + pace.rate()
        + (cushion == NEVER ? "" : ", autojump after " + Duration.ofNanos(cushion))
        + (changed == null ? "]" : ", in use]");
  }
}
