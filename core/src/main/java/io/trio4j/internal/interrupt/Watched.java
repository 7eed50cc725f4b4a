package io.trio4j.internal.interrupt;

import io.trio4j.internal.run.ForeignRegion.Policy;
import io.trio4j.internal.run.RunTask;

/// A task that was cancelled outside our waits, for as long as it stays in a cancelled scope.
final class Watched extends Watcher.Item {
  private final InterruptEngine engine;
  private final Handshake handshake;
  private volatile boolean underway; // set by the watcher, cleared by the delivery
  private int sent; // by the delivery while underway, else by the watcher
  private long sentNanos; // as `sent`

  Watched(InterruptEngine engine, Handshake handshake) {
    super(0);
    this.engine = engine;
    this.handshake = handshake;
  }

  @Override
  void taken() {
    handshake.clear(Handshake.PUSHED);
    lookFromStart();
  }

  @Override
  boolean look(long nowNanos) {
    if (underway) {
      return true;
    }
    RunTask<?> task = handshake.task();
    if (isOver(task)) {
      return !tryForget(task);
    }
    switch (InterruptEngine.policyOf(task)) {
      case Policy.Wait _ -> {}
      case Policy.Act act -> {
        if (!act.hasBegun()) {
          engine.act(handshake, act);
        }
      }
      case Policy.Interrupt _ -> {
        if (isDue(nowNanos) && InterruptEngine.isBlocked(task)) {
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
      engine.interrupt(handshake);
      begun = true;
    } finally {
      if (!begun) {
        underway = false;
      }
    }
  }

  private static boolean isOver(RunTask<?> task) {
    return task.isDone() || !task.innermost().isEffective();
  }

  /// False if the task was cancelled again meanwhile, by somebody who found it watched and left it
  /// to us.
  private boolean tryForget(RunTask<?> task) {
    handshake.clear(Handshake.WATCHED);
    if (!isOver(task) && (handshake.set(Handshake.WATCHED) & Handshake.WATCHED) == 0) {
      return false;
    }
    handshake.tryRetire();
    return true;
  }

  private boolean isDue(long nowNanos) {
    if (handshake.has(Handshake.UNSPENT | Handshake.LEFT)) {
      handshake.clear(Handshake.UNSPENT | Handshake.LEFT);
      sent = 0;
    }
    return sent == 0 || nowNanos - sentNanos >= engine.pace().pauseNanos(sent);
  }

  /// How many interrupts went before. By the delivery.
  int sent() {
    return sent;
  }

  /// How long ago the last was. By the delivery.
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
