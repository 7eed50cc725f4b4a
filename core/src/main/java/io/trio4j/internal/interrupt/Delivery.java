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

  /// Bits for the task's word; set before what they tell of is done, which may throw.
  int left;

  Delivery(Handshake handshake) {
    this.handshake = handshake;
  }

  @Override
  public final void run() {
    try {
      if (handshake.tryClaim()) {
        try {
          deliver(handshake.task());
        } finally {
          handshake.release(left);
        }
      }
    } catch (Throwable t) { // logged: a channel may throw as the interrupt closes it
      log("what " + handshake.task() + " blocks in failed when it was told to stop", t);
    } finally {
      delivered();
    }
  }

  static void log(String message, @Nullable Throwable thrown) {
    try {
      LOG.log(Level.WARNING, message, thrown);
    } catch (Throwable _) {
      // no memory to log with, or a failing logger: the task matters more
    }
  }

  /// Looks and acts, while the task can't get past an edge.
  abstract void deliver(RunTask<?> task);

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
    void deliver(RunTask<?> task) {
      if (!InterruptEngine.isBlocked(task)
          || !(InterruptEngine.policyOf(task) instanceof Policy.Interrupt)
          || !task.innermost().isEffective()) {
        return;
      }
      Thread thread = task.threadOrNull();
      if (thread == null) {
        return; // it has ended
      }
      if (watched.sent() > 0) {
        stack = thread.getStackTrace();
      }
      sent = true;
      left = Handshake.SENT | Handshake.FLAG;
      thread.interrupt();
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
      log(out.toString(), null);
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
    void deliver(RunTask<?> task) {
      ForeignRegion now = task.region();
      if (now == null
          || now != region
          || now.policy() != act
          || act.hasBegun()
          || !task.innermost().isEffective()) {
        return;
      }
      String name = now.toString(); // before: the action may end the region
      left = Handshake.SENT | Handshake.ACTED;
      try {
        act.begin();
      } catch (Throwable t) { // logged: the task goes on waiting, which its user will see
        log("the cancel action of " + name + " failed", t);
      }
    }

    @Override
    void delivered() {}
  }
}
