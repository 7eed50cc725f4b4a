package io.trio4j.internal.run;

import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.park.Wait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The tree of live tasks as text. Weakly consistent: takes no lock and runs no user code but the
/// `toString` of what is waited for.
public final class Dump {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int STACK_FRAMES =
      8; // enough to find the line; a dump of many stays readable

  private Dump() {}

  public static String all() {
    StringBuilder out = new StringBuilder();
    for (Run run : Run.live()) {
      run(run, out);
    }
    return out.isEmpty() ? "no run is live\n" : out.toString();
  }

  static String of(Run run) {
    StringBuilder out = new StringBuilder();
    run(run, out);
    return out.toString();
  }

  private static void run(Run run, StringBuilder out) {
    out.append(run)
        .append(' ')
        .append(run.options().mode())
        .append(", seed ")
        .append(run.seed())
        .append('\n');
    task(run.mainTask(), 1, run.time().now(), out);
  }

  private static void task(RunTask<?> root, int depth, long now, StringBuilder out) {
    record Line(Object node, int depth) {}
    List<Line> stack = new ArrayList<>();
    stack.add(new Line(root, depth));
    while (!stack.isEmpty()) {
      Line line = stack.removeLast();
      indent(line.depth(), out);
      if (line.node() instanceof RunTask<?> task) {
        taskLine(task, line.depth(), now, out);
        List<Line> below = new ArrayList<>();
        for (ScopeNode scope : scopes(task)) {
          below.add(new Line(scope, line.depth() + 1 + below.size()));
        }
        Collections.reverse(below);
        // a nursery's children stand below it, so nodes are pushed innermost first
        stack.addAll(below);
      } else if (line.node() instanceof ScopeNode scope) {
        out.append(scope.describe()).append('\n');
        if (scope instanceof RunNursery nursery) {
          List<Line> children = new ArrayList<>();
          for (RunTask<?> child : nursery.children()) {
            children.add(new Line(child, line.depth() + 1));
          }
          stack.addAll(children);
        }
      }
    }
  }

  private static List<ScopeNode> scopes(RunTask<?> task) {
    List<ScopeNode> chain = new ArrayList<>();
    for (ScopeNode at = task.innermost(); at != null && at != task; at = at.parentNode()) {
      boolean quiet = at instanceof RunNursery nursery && nursery.isHidden();
      if (!quiet || ((RunNursery) at).livingCount() > 0) {
        chain.add(at);
      }
    }
    Collections.reverse(chain);
    return chain;
  }

  private static void taskLine(RunTask<?> task, int depth, long now, StringBuilder out) {
    out.append(task.name()).append(task.isService() ? " (service)" : "");
    if (task.currentWait() instanceof Wait<?> wait && wait.isWaiting()) {
      out.append(": waits ")
          .append(String.format("%.3f", (now - wait.sinceNanos()) / NANOS_PER_SECOND))
          .append(" s for ")
          .append(wait.subject());
    } else {
      out.append(": runs");
    }
    out.append(task.isEffective() ? ", cancelled" : "");
    String line = task.startLine();
    out.append(line.isEmpty() ? "\n" : ", started at " + line + "\n");
    int shown = 0;
    for (StackTraceElement frame : task.stackTrace()) {
      String type = frame.getClassName();
      boolean library = type.startsWith("io.trio4j.internal") || type.startsWith("java.");
      if (!library && shown++ < STACK_FRAMES) {
        indent(depth + 2, out);
        out.append("at ").append(frame).append('\n');
      }
    }
  }

  private static void indent(int depth, StringBuilder out) {
    out.append("  ".repeat(depth));
  }
}
