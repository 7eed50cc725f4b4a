package io.trio4j.internal.interrupt;

import io.trio4j.internal.run.ForeignRegion;
import io.trio4j.internal.run.ForeignRegion.Policy;
import io.trio4j.internal.run.RunTask;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// One attempt to get a task out of foreign code. Runs on a thread of its own, since
/// `Thread.interrupt` can block as long as the input/output it interrupts (facts-jdk25, fact 1),
/// and so can an action.
abstract sealed class Delivery implements Runnable {
  private static final System.Logger LOG = System.getLogger("io.trio4j.interrupt");

  final Handshake handshake;

  Delivery(Handshake handshake) {
    this.handshake = handshake;
  }

  @Override
  public final void run() {
    if (handshake.tryClaim()) {
      int left = 0;
      try {
        left = deliver(handshake.task());
      } finally {
        handshake.release(left);
      }
    }
    delivered();
  }

  /// Looks and acts, while the task can't get past an edge.
  ///
  /// @return bits for the task's word
  abstract int deliver(RunTask<?> task);

  /// The claim is given back, or there was none.
  abstract void delivered();

  /// Interrupts a task that waits.
  static final class Interrupt extends Delivery {
    private final Watched watched;
    private boolean sent;
    private StackTraceElement @Nullable [] stack; // of a task that was interrupted before

    Interrupt(Handshake handshake) {
      super(handshake);
      watched = handshake.watched();
    }

    @Override
    int deliver(RunTask<?> task) {
      if (!InterruptEngine.isBlocked(task)
          || !(InterruptEngine.policyOf(task) instanceof Policy.Interrupt)
          || !task.innermost().isEffective()) {
        return 0;
      }
      Thread thread = task.threadOrNull();
      if (thread == null) {
        return 0; // it has ended
      }
      if (watched.sent() > 0) {
        stack = thread.getStackTrace();
      }
      sent = true;
      thread.interrupt();
      return Handshake.SENT | Handshake.FLAG;
    }

    @Override
    void delivered() {
      int before = watched.sent();
      long agoMillis = watched.sentNanosAgo() / 1_000_000;
      watched.delivered(sent);
      if (stack != null) {
        report(handshake.task(), before, agoMillis, stack);
      }
    }

    private static void report(
        RunTask<?> task, int before, long agoMillis, StackTraceElement[] stack) {
      StringBuilder out = new StringBuilder();
      out.append(task)
          .append(" is cancelled, was interrupted ")
          .append(before == 1 ? "once" : before + " times")
          .append(" and still blocks ")
          .append(agoMillis)
          .append(
              " ms after; it was interrupted again. Code that swallows an interrupt, or waits without"
                  + " heeding it, holds its scope open: let InterruptedException go on, or run it in"
                  + " Trio.blocking(…) and say how it can be stopped.");
      for (StackTraceElement frame : stack) {
        out.append("\n\tat ").append(frame);
      }
      LOG.log(Level.WARNING, out.toString());
    }
  }

  /// Runs the action of a region.
  static final class Act extends Delivery {
    private final @Nullable ForeignRegion region;
    private final Policy.Act act;

    Act(Handshake handshake, Policy.Act act) {
      super(handshake);
      region = handshake.task().region();
      this.act = act;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very action
    int deliver(RunTask<?> task) {
      ForeignRegion now = task.region();
      if (now == null
          || now != region
          || now.policy() != act
          || act.hasBegun()
          || !task.innermost().isEffective()) {
        return 0;
      }
      try {
        act.begin();
      } catch (Throwable t) { // logged: the task goes on waiting, which its user will see
        LOG.log(Level.WARNING, "the cancel action of " + now + " failed", t);
      }
      return Handshake.SENT | Handshake.ACTED;
    }

    @Override
    void delivered() {}
  }
}
