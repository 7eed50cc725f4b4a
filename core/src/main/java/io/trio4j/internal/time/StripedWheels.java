package io.trio4j.internal.time;

/// Timing wheels side by side, so that threads on different processors seldom meet at one lock: a
/// thread arms in the wheel its id hashes to, whoever disarms follows the node.
///
/// It has no thread and reads no clock. Public for the model checker in the stress module.
///
/// @threadsafety arm, disarm and armedCount from any thread; advance by one thread at a time
public final class StripedWheels {
  /// 2^32 divided by the golden ratio: neighbouring ids, and ids a power of two apart, spread
  /// evenly.
  private static final int FIBONACCI = 0x9E37_79B9;

  /// The product's upper bits depend on all bits of the id; its lower ones only on the lower.
  private static final int HASH_SHIFT = 24;

  /// Half a microsecond or so. Fewer: others may starve while thousands of nodes are due. More:
  /// those are later.
  private static final int PAUSES = 16;

  private final TimingWheel[] wheels;

  /// @param stripeBits the logarithm of the number of wheels, from 0 to 8
  /// @param now the time at which the wheels begin to turn
  public StripedWheels(int stripeBits, long now) {
    wheels = new TimingWheel[1 << stripeBits];
    for (int number = 0; number < wheels.length; number++) {
      wheels[number] = new TimingWheel(number, now);
    }
  }

  /// Enters an idle node.
  ///
  /// @return whether the caller of [#advance] must be woken to advance once more, because it means
  ///   to come back only after this deadline
  /// @throws IllegalStateException if the node is armed or due
  public boolean arm(TimerNode node) {
    return wheels[wheelOfThread()].arm(node);
  }

  private int wheelOfThread() {
    int hash = (int) Thread.currentThread().threadId() * FIBONACCI;
    return (hash >>> HASH_SHIFT) & (wheels.length - 1);
  }

  /// Takes the node out; see [Timer#disarm].
  public boolean disarm(TimerNode node) {
    int place = node.place; // benign race: if it is armed in another wheel by now, it has been idle
    return place > TimerNode.IDLE && wheels[TimingWheel.wheelOf(place)].disarm(node);
  }

  /// Appends the nodes whose deadlines have passed.
  ///
  /// @param now the time, not before that of the call before
  /// @return the time by which it must be called again, sooner if [#arm] says so; [TimerNode#NEVER]
  ///   if nothing is armed that comes in this century
  public long advance(long now, DueList due) {
    long nowTick = TimingWheel.tickOf(now);
    long nextTick = TimingWheel.NO_TICK;
    for (TimingWheel wheel : wheels) {
      long next = wheel.advance(nowTick, due);
      while (next == TimingWheel.MORE) {
        letOthersIn();
        next = wheel.advance(nowTick, due);
      }
      nextTick = Math.min(nextTick, next);
    }
    return TimingWheel.startOf(nextTick);
  }

  /// Those who spin for the lock would hardly get it between two holds. Not by a yield: on a busy
  /// machine it takes a platform thread off its processor for many milliseconds.
  private static void letOthersIn() {
    for (int i = 0; i < PAUSES; i++) {
      Thread.onSpinWait();
    }
  }

  /// The number of armed nodes, roughly while others arm and disarm.
  public int armedCount() {
    int count = 0;
    for (TimingWheel wheel : wheels) {
      count += wheel.armedCount();
    }
    return count;
  }

  @Override
  public String toString() {
    return "StripedWheels[" + wheels.length + " wheels, " + armedCount() + " armed]";
  }
}
