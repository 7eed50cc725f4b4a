package io.trio4j.internal.interrupt;

import io.trio4j.internal.run.ForeignRegion.Policy;
import io.trio4j.internal.run.RunTask;

/// Engines with a bug that the stress test must find.
final class Planted {
  private Planted() {}

  /// Claims the task, but trusts the look the watcher had before the claim.
  static final class NoSecondLook extends InterruptEngine {
    @Override
    void interrupt(Watched watched) {
      start(
          () -> {
            RunTask<?> task = watched.task();
            if (Handshake.tryClaim(task)) {
              task.thread().interrupt();
              Handshake.release(task, Handshake.SENT | Handshake.FLAG);
            }
            watched.delivered(true);
          });
    }
  }

  /// Looks as it should, without a claim: edges do not wait for it.
  static final class NoClaim extends InterruptEngine {
    @Override
    void interrupt(Watched watched) {
      start(
          () -> {
            RunTask<?> task = watched.task();
            if (InterruptEngine.isBlocked(task) && task.innermost().isEffective()) {
              Thread.yield();
              task.thread().interrupt();
              Handshake.add(task, Handshake.SENT);
              Handshake.add(task, Handshake.FLAG);
            }
            watched.delivered(true);
          });
    }
  }

  /// Runs actions of regions without a claim.
  static final class UnclaimedActions extends InterruptEngine {
    @Override
    void act(RunTask<?> task, Policy.Act act) {
      start(
          () -> {
            if (!act.hasBegun() && task.innermost().isEffective()) {
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
