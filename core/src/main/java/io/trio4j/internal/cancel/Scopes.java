package io.trio4j.internal.cancel;

import io.trio4j.Action;
import io.trio4j.ScopeOptions;
import io.trio4j.TrioTime;
import io.trio4j.internal.time.Durations;
import java.time.Duration;

/// Makes scopes, and answers what concerns the current task's chain of them.
public final class Scopes {
  private static final System.Logger LOG = System.getLogger("io.trio4j.cancel");

  private Scopes() {}

  public static TaskScope open() {
    return new TaskScope();
  }

  public static TaskScope after(Duration timeout) {
    TaskScope scope = new TaskScope();
    scope.initTimeout(Durations.toNanos("timeout", timeout));
    return scope;
  }

  public static TaskScope at(TrioTime deadline) {
    TaskScope scope = new TaskScope();
    scope.initDeadline(deadline.nanos());
    return scope;
  }

  public static TaskScope shielded() {
    TaskScope scope = new TaskScope();
    scope.initShield();
    return scope;
  }

  public static TaskScope untilShutdown() {
    TaskScope scope = new TaskScope();
    scope.initEndsOnShutdown();
    return scope;
  }

  public static TaskScope unbound(ScopeOptions options) {
    TaskScope scope = new TaskScope();
    scope.initUnbound();
    options.timeout().ifPresent(t -> scope.initTimeout(Durations.toNanos("timeout", t)));
    options.deadline().ifPresent(d -> scope.initDeadline(d.nanos()));
    if (options.shielded()) {
      scope.initShield();
    }
    return scope;
  }

  public static <X extends Throwable> void cleanup(Duration grace, Action<X> body) throws X {
    TaskScope scope = new TaskScope();
    scope.initShield();
    scope.initTimeout(Durations.toNanos("grace", grace));
    scope.runIn(body);
    if (scope.cancelledCaught()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "clean-up of task {0} did not end within its grace of {1} and was cut short",
          TaskNode.currentNode().path(),
          grace);
    }
  }

  public static TrioTime effectiveDeadline() {
    long earliest = Long.MAX_VALUE;
    for (ScopeNode at = TaskNode.currentNode().innermost(); at != null; at = at.parent) {
      int bits = at.state();
      if ((bits & ScopeNode.CANCELLED) != 0) {
        return TrioTime.PAST;
      }
      if (at instanceof ScopeControls scope) {
        earliest = Math.min(earliest, scope.nextExpiryNanos());
      }
      if ((bits & ScopeNode.SHIELD) != 0) {
        break;
      }
    }
    return earliest == Long.MAX_VALUE ? TrioTime.NEVER : new TrioTime(earliest);
  }

  public static boolean isShuttingDown() {
    return (TaskNode.currentNode().innermost().state() & ScopeNode.SHUTDOWN) != 0;
  }
}
