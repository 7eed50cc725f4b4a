package io.trio4j.stress.primitive;

import io.trio4j.internal.time.TimeSource;
import io.trio4j.internal.time.Timer;
import io.trio4j.internal.time.TimerNode;
import java.util.ArrayList;
import java.util.List;

/// A clock moved by hand, and a timer that expires what is due when told to.
public final class HandTime implements TimeSource, Timer {
  private final List<TimerNode> armed = new ArrayList<>(); // guarded by this
  private volatile long now = 1;

  /// Moves the clock and expires, on the current thread, what has become due.
  public void moveTo(long nanos) {
    now = nanos;
    expireDue();
  }

  /// Expires what was armed when its time had passed already.
  public void expireDue() {
    List<TimerNode> due = new ArrayList<>();
    synchronized (this) {
      for (TimerNode node : armed) {
        if (node.deadlineNanos() <= now) {
          due.add(node);
        }
      }
      armed.removeAll(due);
    }
    due.forEach(TimerNode::expire);
  }

  public synchronized int armedCount() {
    return armed.size();
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public Timer timer() {
    return this;
  }

  @Override
  public boolean polled() {
    return false;
  }

  @Override
  public synchronized void arm(TimerNode node) {
    armed.add(node);
  }

  @Override
  public synchronized boolean disarm(TimerNode node) {
    return armed.remove(node);
  }
}
