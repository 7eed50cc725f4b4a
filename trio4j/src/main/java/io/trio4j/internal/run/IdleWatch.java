package io.trio4j.internal.run;

import io.trio4j.internal.park.Wait;
import io.trio4j.internal.time.RealTime;
import io.trio4j.internal.time.TimerNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What happens when every task of a run is parked by us or has ended: those who wait for that are
/// woken, then a clock that jumps does.
final class IdleWatch {
  private record Idler(Wait<Void> token, long cushionNanos) {}

  private final @Nullable ClockTime time;
  private final List<Idler> idlers = new ArrayList<>(); // guarded by this
  private long epoch; // guarded by this; counts how often the run became busy

  IdleWatch(@Nullable ClockTime time) {
    this.time = time;
  }

  /// The run is not idle any more.
  synchronized void busy() {
    epoch++;
  }

  synchronized void add(Wait<Void> wait, long cushionNanos) {
    idlers.add(new Idler(wait, cushionNanos));
  }

  synchronized void remove(Wait<Void> wait) {
    idlers.removeIf(idler -> idler.token() == wait);
  }

  /// The run is idle. Under no lock. Acts at once if nobody wants a cushion, else later if the run is
  /// still idle then.
  ///
  /// @param stillIdle asked again before anything is done late
  /// @return whether something was done, so that the run may be idle again
  boolean idle(BooleanSupplier stillIdle) {
    long cushion;
    long at;
    synchronized (this) {
      cushion = shortestCushion();
      at = epoch;
    }
    if (cushion == 0) {
      return act(0);
    }
    if (cushion != Long.MAX_VALUE) {
      RealTime real = RealTime.instance();
      real.timer().arm(new Later(real.now() + cushion, cushion, at, stillIdle));
    }
    return false;
  }

  private long shortestCushion() {
    long cushion = time == null ? Long.MAX_VALUE : time.idleCushionNanos();
    for (Idler idler : idlers) {
      cushion = Math.min(cushion, idler.cushionNanos());
    }
    return cushion;
  }

  /// Wakes those who wait for this cushion; only if there are none the clock may jump.
  private boolean act(long cushion) {
    List<Idler> due = new ArrayList<>();
    synchronized (this) {
      for (Idler idler : idlers) {
        if (idler.cushionNanos() <= cushion) {
          due.add(idler);
        }
      }
      idlers.removeAll(due);
    }
    if (due.isEmpty()) {
      return time != null && time.idle();
    }
    due.forEach(idler -> idler.token().tryReschedule(null));
    return true;
  }

  private synchronized boolean unchangedSince(long then) {
    return epoch == then;
  }

  /// Acts when the run has been idle for the whole cushion.
  private final class Later extends TimerNode {
    private final long cushion;
    private final long then;
    private final BooleanSupplier stillIdle;

    Later(long deadlineNanos, long cushion, long then, BooleanSupplier stillIdle) {
      super(deadlineNanos);
      this.cushion = cushion;
      this.then = then;
      this.stillIdle = stillIdle;
    }

    @Override
    public void expire() {
      boolean again = unchangedSince(then) && stillIdle.getAsBoolean() && act(cushion);
      while (again && stillIdle.getAsBoolean()) {
        again = idle(stillIdle);
      }
    }
  }
}
