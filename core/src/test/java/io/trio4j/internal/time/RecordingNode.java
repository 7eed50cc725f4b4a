package io.trio4j.internal.time;

import org.jspecify.annotations.Nullable;

/// A node that counts its expiries and can be told to fail.
final class RecordingNode extends TimerNode {
  final String name;
  volatile int expiryCount; // written by one deliverer at a time
  volatile @Nullable Thread expiredOn;

  RecordingNode(String name, long deadlineNanos) {
    super(deadlineNanos);
    this.name = name;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // two at once would be the failure looked for
  public void expire() {
    expiredOn = Thread.currentThread();
    expiryCount++;
  }

  boolean isUnlinked() {
    return place == IDLE && next == null && previous == null;
  }

  @Override
  public String toString() {
    return name;
  }
}
