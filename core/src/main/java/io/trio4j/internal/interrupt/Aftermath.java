package io.trio4j.internal.interrupt;

import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.TaskCancelledException;
import io.trio4j.TaskFailedException;
import io.trio4j.TaskInterruptedException;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.cancel.TaskNode;
import io.trio4j.internal.run.RunTask;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLockInterruptionException;
import org.jspecify.annotations.Nullable;

/// What foreign code throws because of us, turned into a [Cancelled] that has it as its cause.
final class Aftermath {
  /// How far causes are followed: longer chains are cycles, or nobody's doing.
  private static final int DEEPEST_CAUSE = 32;

  private Aftermath() {}

  /// What goes on instead of `thrown` at an edge of a cancelled scope.
  ///
  /// @param acted whether an action of the region the task is in was run: then every exception is
  ///   ours
  static Throwable of(RunTask<?> task, ScopeNode left, Throwable thrown, boolean acted) {
    if (thrown instanceof Cancelled cancelled) {
      return withoutOurs(task, cancelled);
    }
    if (!isOurs(thrown) && !(acted && thrown instanceof Exception && !isOfAnEdge(thrown))) {
      return thrown;
    }
    Cancelled cancelled = task.thrown(TaskNode.visibleReason(left), thrown);
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < DEEPEST_CAUSE; depth++) {
      addReal(cancelled, at.getSuppressed());
      at = causeOf(at);
    }
    return cancelled;
  }

  /// Errors of closing something on the way out stay errors, unless they are ours as well.
  private static void addReal(Cancelled cancelled, Throwable[] suppressed) {
    for (Throwable error : suppressed) {
      if (!isOurs(error)) {
        cancelled.addSuppressed(error);
      }
    }
  }

  /// Try-with-resources puts what `close` throws on the Cancelled, also if our interrupt made it
  /// throw.
  private static Cancelled withoutOurs(RunTask<?> task, Cancelled cancelled) {
    Throwable ours = null;
    for (Throwable error : cancelled.getSuppressed()) {
      if (ours == null && isOurs(error)) {
        ours = error;
      }
    }
    if (ours == null) {
      return cancelled;
    }
    Throwable cause = cancelled.getCause();
    Cancelled fresh = task.thrown(cancelled.reason(), cause == null ? ours : cause);
    addReal(fresh, cancelled.getSuppressed());
    return fresh;
  }

  /// Whether it, or a cause of it, is what Java throws when a thread is interrupted.
  static boolean isOurs(Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < DEEPEST_CAUSE; depth++) {
      if (isOfAnEdge(at)) {
        return false;
      }
      if (comesOfInterrupts(at)) {
        return true;
      }
      at = causeOf(at);
    }
    return false;
  }

  /// What an edge of ours has thrown was judged there: its causes are real errors, or another
  /// task's.
  private static boolean isOfAnEdge(Throwable thrown) {
    return thrown instanceof ExceptionGroup
        || thrown instanceof TaskFailedException
        || thrown instanceof TaskCancelledException
        || thrown instanceof TaskInterruptedException;
  }

  private static boolean comesOfInterrupts(Throwable thrown) {
    return switch (thrown) {
      case InterruptedException _ -> true;
      case ClosedChannelException _ ->
          true; // also by interrupt, and what uses the channel after that
      case FileLockInterruptionException _ -> true;
      case SocketTimeoutException _ -> false;
      case InterruptedIOException _ -> true;
      case ConnectException _ -> false; // the other side, or the system, said no
      case BindException _ -> false;
      case NoRouteToHostException _ -> false;
      case PortUnreachableException _ -> false;
      case SocketException _ -> true;
      default -> false;
    };
  }

  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable _) { // a foreign getCause; what it belongs to is judged by itself
      return null;
    }
  }
}
