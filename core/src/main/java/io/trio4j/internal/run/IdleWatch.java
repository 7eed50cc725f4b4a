package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;
import io.trio4j.internal.time.Durations;
import io.trio4j.internal.time.RealTime;
import io.trio4j.internal.time.TimerNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What happens when every task of a run is parked by us or has ended: those who wait for that are
/// woken, and only when none is left a clock that jumps does (Trio's order; conformance T534,
/// T539).
final class IdleWatch {
  /// A timer that comes later than this comes with others that were due before it, in no order: it
  /// waits once more, for what they wake. Smaller costs a second wait on a machine that is merely
  /// slow.
  private static final long LATE_NANOS = 5_000_000;

  /// A scheduler, seen by who acts for its idle run.
  interface IdleRun {
    /// Does `act` if the run is idle and keeps it so meanwhile, so that all it wakes go on in the
    /// run's own order; then goes on as after the run became idle.
    ///
    /// @param act says whether something was done
    void ifIdle(BooleanSupplier act);
  }

  private record Idler(Wait<@Nullable Void> token, long cushionNanos) {}

  private final @Nullable ClockTime time;
  private final Predicate<Throwable> clockFailed;
  private final List<Idler> idlers = new ArrayList<>(); // guarded by this
  private @Nullable Later later; // guarded by this; what is armed while the run is idle
  private @Nullable IdleRun idleRun; // guarded by this; as last given

  /// @param clockFailed what a clock that throws does to the run; answers whether to go on
  IdleWatch(@Nullable ClockTime time, Predicate<Throwable> clockFailed) {
    this.time = time;
    this.clockFailed = clockFailed;
    if (time != null) {
      time.whenChanged(this::reconsider);
    }
  }

  /// The run is not idle any more.
  synchronized void busy() {
    disarm();
  }

  /// Whether something will be done when the run has been idle for longer.
  synchronized boolean isArmed() {
    return later != null;
  }

  private void disarm() {
    if (later != null) {
      RealTime.instance().timer().disarm(later);
      later = null;
    }
  }

  synchronized void add(Wait<@Nullable Void> wait, long cushionNanos) {
    idlers.add(new Idler(wait, cushionNanos));
  }

  @SuppressWarnings("ReferenceEquality") // waits are what they are
  synchronized void remove(Wait<@Nullable Void> wait) {
    idlers.removeIf(idler -> idler.token() == wait);
  }

  /// The run is idle. Under no lock. Acts at once if nobody wants a cushion, else later if the run
  /// is still idle then.
  ///
  /// @param run asked again before anything is done late
  /// @return whether something was done, so that the run may be idle again
  boolean idle(IdleRun run) {
    synchronized (this) {
      idleRun = run;
      disarm();
      long cushion = shortestCushion();
      if (cushion == Long.MAX_VALUE) {
        return false;
      }
      if (cushion > 0) {
        RealTime real = RealTime.instance();
        later = new Later(Durations.deadlineAfter(real.now(), cushion), cushion, run);
        real.timer().arm(later);
        return false;
      }
    }
    return act(0);
  }

  private long shortestCushion() {
    if (idlers.isEmpty()) {
      return time == null ? Long.MAX_VALUE : time.idleCushionNanos();
    }
    return idlers.stream().mapToLong(Idler::cushionNanos).min().getAsLong();
  }

  /// Wakes those who wait for this cushion; only if nobody waits at all the clock may jump.
  private boolean act(long cushion) {
    List<Idler> due = new ArrayList<>();
    boolean mayJump;
    synchronized (this) {
      mayJump = idlers.isEmpty();
      for (Idler idler : idlers) {
        if (idler.cushionNanos() <= cushion) {
          due.add(idler);
        }
      }
      idlers.removeAll(due);
    }
    if (mayJump) {
      return jump();
    }
    due.forEach(idler -> idler.token().tryReschedule(null));
    return !due.isEmpty();
  }

  private boolean jump() {
    try {
      return time != null && time.idle();
    } catch (Throwable t) { // the run dies of it
      return clockFailed.test(t);
    }
  }

  /// The clock was moved or set otherwise, perhaps by somebody outside while the run is idle.
  private void reconsider() {
    IdleRun run;
    synchronized (this) {
      run = idleRun;
    }
    if (run != null) {
      run.ifIdle(() -> true);
    }
  }

  /// Whether the run has been idle since `due` was armed, and it is time to act.
  @SuppressWarnings("ReferenceEquality") // the very entry
  private synchronized boolean take(Later due) {
    if (later != due) {
      return false; // the run was busy meanwhile
    }
    RealTime real = RealTime.instance();
    if (!due.waitedOnceMore && real.now() - due.deadlineNanos() > LATE_NANOS) {
      due.waitedOnceMore = true;
      due.setDeadlineNanos(real.now());
      real.timer().arm(due);
      return false;
    }
    later = null;
    return true;
  }

  /// Acts when the run has been idle for the whole cushion.
  private final class Later extends TimerNode {
    private final long cushion;
    private final IdleRun run;
    private boolean waitedOnceMore; // guarded by the watch

    Later(long deadlineNanos, long cushion, IdleRun run) {
      super(deadlineNanos);
      this.cushion = cushion;
      this.run = run;
    }

    @Override
    public void expire() {
      if (take(this)) {
        run.ifIdle(() -> act(cushion));
      }
    }
  }
}
