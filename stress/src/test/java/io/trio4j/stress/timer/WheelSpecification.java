package io.trio4j.stress.timer;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// What a wheel does when nobody else is there.
public class WheelSpecification {
  private static final long IDLE = 0;

  private final long[] tickOf = new long[ModelNode.COUNT]; // IDLE, or when the armed node is due
  private final long[] armingOf = new long[ModelNode.COUNT]; // when it was armed, by a counter
  private final Deque<Integer> due = new ArrayDeque<>();
  private long armings;
  private long now;
  private long promise = Long.MAX_VALUE;

  /// Says whether the owner must be woken, or that the node is armed or due.
  public String arm(int number) {
    if (isArmed(number) || due.contains(number)) {
      return "refused";
    }
    String answer = wouldWake(number) ? "wake" : "quiet";
    tickOf[number] = dueTick(number);
    armingOf[number] = armings++;
    return answer;
  }

  final boolean isArmed(int number) {
    return tickOf[number] != IDLE;
  }

  final boolean wouldWake(int number) {
    return dueTick(number) < promise;
  }

  private long dueTick(int number) {
    return Math.max(ModelNode.tickOf(number), now + 1);
  }

  public boolean disarm(int number) {
    boolean armed = isArmed(number);
    tickOf[number] = IDLE;
    return armed;
  }

  /// Moves the clock; what is due then is polled.
  public void advance(int ticks) {
    now += ticks;
    for (int next = firstDue(); next >= 0; next = firstDue()) {
      due.add(next);
      tickOf[next] = IDLE;
    }
    promise =
        Arrays.stream(tickOf)
            .filter(t -> t != IDLE)
            .map(this::slotStart)
            .min()
            .orElse(Long.MAX_VALUE);
  }

  /// The earliest; of two in one tick, which only overdue ones are, the last armed.
  private int firstDue() {
    int first = -1;
    for (int number = 0; number < ModelNode.COUNT; number++) {
      if (isArmed(number) && tickOf[number] <= now && (first < 0 || isBefore(number, first))) {
        first = number;
      }
    }
    return first;
  }

  private boolean isBefore(int one, int other) {
    return tickOf[one] < tickOf[other]
        || (tickOf[one] == tickOf[other] && armingOf[one] > armingOf[other]);
  }

  /// The owner comes back when it reaches the slot of the node: of 1, 64, 64^2 … ticks, by
  /// distance.
  private long slotStart(long tick) {
    int bits = 0;
    while ((tick ^ now) >>> bits >= 64) {
      bits += 6;
    }
    return tick >>> bits << bits;
  }

  /// The number of the next node that is due, which is idle now, or -1.
  public int poll() {
    return due.isEmpty() ? -1 : due.remove();
  }
}
