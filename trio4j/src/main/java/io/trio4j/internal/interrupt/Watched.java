package io.trio4j.internal.interrupt;

import io.trio4j.internal.run.ForeignRegion.Policy;
import io.trio4j.internal.run.RunTask;

/// A task that was cancelled outside our waits, for as long as it stays in a cancelled scope.
final class Watched extends Watcher.Item {
  private final InterruptEngine engine;
  private final RunTask<?> task;
  private volatile boolean underway; // set by the watcher, cleared by the delivery
  private int sent; // by the delivery while underway, else by the watcher
  private long sentNanos; // as `sent`

  Watched(InterruptEngine engine, RunTask<?> task) {
    super(0);
    this.engine = engine;
    this.task = task;
  }

  @Override
  boolean look(long nowNanos) {
    if (isOver()) {
      return !tryForget();
    }
    switch (InterruptEngine.policyOf(task)) {
      case Policy.Wait _ -> {}
      case Policy.Act act -> {
        if (!act.hasBegun()) {
          engine.act(task, act);
        }
      }
      case Policy.Interrupt _ -> {
        if (!underway && isDue(nowNanos) && InterruptEngine.isBlocked(task)) {
          sendOff();
        }
      }
    }
    return true;
  }

  private void sendOff() {
    underway = true;
    boolean begun = false;
    try {
      engine.interrupt(this);
      begun = true;
    } finally {
      underway &= begun;
    }
  }

  private boolean isOver() {
    return task.isDone() || !task.innermost().isEffective();
  }

  /// False if the task was cancelled again meanwhile, by somebody who found it watched and left it to us.
  private boolean tryForget() {
    Handshake.remove(task, Handshake.WATCHED);
    return isOver() || !Handshake.add(task, Handshake.WATCHED);
  }

  private boolean isDue(long nowNanos) {
    int word = task.foreignState;
    if ((word & Handshake.UNSPENT) != 0) {
      Handshake.remove(task, Handshake.UNSPENT);
      sent = 0;
    }
    if ((word & Handshake.SENT) == 0) {
      sent = 0; // it has been out of cancelled scopes
    }
    return sent == 0 || nowNanos - sentNanos >= engine.pace().pauseNanos(sent);
  }

  RunTask<?> task() {
    return task;
  }

  /// How many interrupts went before, and how long ago the last did. By the delivery.
  int sent() {
    return sent;
  }

  long sentNanosAgo() {
    return System.nanoTime() - sentNanos;
  }

  /// The delivery has ended.
  void delivered(boolean wasSent) {
    if (wasSent) {
      sent++;
      sentNanos = System.nanoTime();
    }
    underway = false;
  }
}
