package io.trio4j.stress.timer;

import io.trio4j.internal.time.DueList;
import io.trio4j.internal.time.StripedWheels;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The hand-shake between arming and the timer thread going to sleep, for jcstress.
///
/// Node 0 is due in tick 2, for which the owner has slept; node 1 is due in tick 70. The owner
/// takes node 0 and goes to sleep for ever unless it sees node 1. Meanwhile another thread arms
/// node 1, and wakes the owner if told to.
public final class WakeCases {
  private static final long FIRST = ModelNode.tickOf(0) * ModelNode.TICK_NANOS;
  private static final long SECOND = ModelNode.tickOf(1) * ModelNode.TICK_NANOS;

  private WakeCases() {}

  private static StripedWheels sleepingForNode(ModelNode node) {
    var wheels = new StripedWheels(0, 0);
    wheels.arm(node);
    wheels.advance(0, new DueList());
    return wheels;
  }

  /// Whether the owner sees node 1 when it takes node 0.
  private static boolean looksFurther(StripedWheels wheels) {
    return wheels.advance(FIRST, new DueList()) <= SECOND;
  }

  /// The answers alone.
  public static class Answers {
    private final ModelNode[] nodes = ModelNode.all();
    private final StripedWheels wheels = sleepingForNode(nodes[0]);

    /// Whether the owner is to be woken.
    protected boolean arm() {
      return wheels.arm(nodes[1]);
    }

    /// Whether the owner has seen the deadline.
    protected boolean look() {
      return looksFurther(wheels);
    }
  }

  /// Planted bug: without locks, and without the fence it would then need.
  public static class AnswersWithoutFence {
    private boolean armed;
    private long sleepsUntil = FIRST;

    protected boolean arm() {
      armed = true;
      return sleepsUntil > SECOND;
    }

    protected boolean look() {
      sleepsUntil = Long.MAX_VALUE;
      return armed;
    }
  }

  /// With real parking, as [io.trio4j.internal.time.WheelTimer] does it.
  public static class Sleep {
    private static final long TOO_LONG_NANOS =
        20_000_000_000L; // a machine as busy as this is no use

    final ModelNode[] nodes = ModelNode.all();
    final StripedWheels wheels = sleepingForNode(nodes[0]);

    /// Set before the owner's first look: who finds null here has armed before that.
    volatile @Nullable Thread sleeper;

    protected void arm() {
      if (wheels.arm(nodes[1])) {
        LockSupport.unpark(sleeper);
      }
    }

    /// Whether the owner was awake in time.
    protected boolean sleep() {
      return sleepUntilSeen(TOO_LONG_NANOS);
    }

    final boolean sleepUntilSeen(long tooLongNanos) {
      sleeper = Thread.currentThread();
      long tooLate = System.nanoTime() + tooLongNanos;
      // in a loop: a park may return for nothing, here by a permit left from the run before
      while (!looksFurther(wheels)) {
        LockSupport.parkNanos(this, tooLate - System.nanoTime());
      }
      return System.nanoTime() < tooLate;
    }
  }

  /// Planted bug: the owner is woken before the node is armed.
  public static class SleepWokenTooSoon extends Sleep {
    private static final long NOT_SO_LONG_NANOS = 20_000_000;

    @Override
    protected void arm() {
      LockSupport.unpark(sleeper);
      wheels.arm(nodes[1]);
    }

    @Override
    protected boolean sleep() {
      return sleepUntilSeen(NOT_SO_LONG_NANOS);
    }
  }
}
