package io.trio4j.stress.timer;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/// The specification under a lock like the wheel's: right by itself, the ground for planted bugs.
@Param(name = "number", gen = IntGen.class, conf = "0:2")
@Param(name = "ticks", gen = IntGen.class, conf = "0:40")
public class LockedWheel {
  final WheelSpecification wheel = new WheelSpecification();
  private final AtomicBoolean locked = new AtomicBoolean();

  @Operation
  public String arm(@Param(name = "number") int number) {
    lock();
    String answer = wheel.arm(number);
    unlock();
    return answer;
  }

  @Operation
  public boolean disarm(@Param(name = "number") int number) {
    lock();
    boolean disarmed = wheel.disarm(number);
    unlock();
    return disarmed;
  }

  @Operation(nonParallelGroup = "owner")
  public void advance(@Param(name = "ticks") int ticks) {
    lock();
    wheel.advance(ticks);
    unlock();
  }

  @Operation(nonParallelGroup = "owner")
  public int poll() {
    lock();
    int number = wheel.poll();
    unlock();
    return number;
  }

  final void lock() {
    while (!locked.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
  }

  final void unlock() {
    locked.set(false);
  }

  /// Disarm answers from what it has read before it took the lock.
  public static class HastyDisarm extends LockedWheel {
    @Override
    @Operation
    public boolean disarm(@Param(name = "number") int number) {
      if (!wheel.isArmed(number)) {
        return false;
      }
      lock();
      wheel.disarm(number);
      unlock();
      return true;
    }
  }

  /// Arm looks before it takes the lock whether to wake the owner: a wake-up can be lost.
  public static class HastyWake extends LockedWheel {
    @Override
    @Operation
    public String arm(@Param(name = "number") int number) {
      String answer = wheel.wouldWake(number) ? "wake" : "quiet";
      lock();
      String rightAnswer = wheel.arm(number);
      unlock();
      return rightAnswer.equals("refused") ? rightAnswer : answer;
    }
  }
}
