package io.trio4j.internal.interrupt;

import io.trio4j.internal.run.ForeignRegion.Policy;
import io.trio4j.internal.run.RunTask;

/// Engines with a bug that the stress test must find.
final class Planted {
  private Planted() {}

  /// Claims the task, but trusts the look the watcher had before the claim.
  static final class NoSecondLook extends InterruptEngine {
    @Override
    void interrupt(Handshake handshake) {
      start(() -> {
        RunTask<?> task = handshake.task();
        if (handshake.tryClaim()) {
          task.thread().interrupt();
          handshake.release(Handshake.SENT | Handshake.FLAG);
        }
        handshake.watched().delivered(true);
      });
    }
  }

  /// Looks as it should, without a claim: edges do not wait for it.
  static final class NoClaim extends InterruptEngine {
    @Override
    void interrupt(Handshake handshake) {
      start(() -> {
        RunTask<?> task = handshake.task();
        if (InterruptEngine.isBlocked(task) && task.innermost().isEffective()) {
          Thread.yield();
          task.thread().interrupt();
          handshake.set(Handshake.SENT | Handshake.FLAG);
        }
        handshake.watched().delivered(true);
      });
    }
  }

  /// Runs actions of regions without a claim.
  static final class UnclaimedActions extends InterruptEngine {
    @Override
    void act(Handshake handshake, Policy.Act act) {
      start(() -> {
        if (!act.hasBegun() && handshake.task().innermost().isEffective()) {
          Thread.yield();
          try {
            act.begin();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }
      });
    }
  }
}
