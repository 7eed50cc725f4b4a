package io.trio4j.stress.reference;

import java.util.HashSet;
import java.util.Set;

/// Prints a program as a Java method that runs it with the library: what a person debugs.
///
/// Scopes are `s3`, nurseries `n4`, tasks `"t5"`, the status of a started task `status5`.
final class JavaPrinter {
  private final StringBuilder out = new StringBuilder();
  private final Set<Integer> nurseries = new HashSet<>();
  private int indent = 1;
  private int catches;

  private JavaPrinter(Program program) {
    program.main().all().stream()
        .filter(Node.Nursery.class::isInstance)
        .forEach(nursery -> nurseries.add(nursery.number()));
  }

  /// A test method of this name. In parallel mode one run may well not show what is wrong.
  static String method(String name, Mode mode, Program program) {
    JavaPrinter printer = new JavaPrinter(program);
    printer.line("@Test");
    printer.open("void " + name + "() throws Exception {");
    printer.open("Trio.run(" + options(mode) + ", () -> {");
    printer.print(program.main());
    printer.close("});");
    printer.close("}");
    return printer.out.toString();
  }

  private static String options(Mode mode) {
    return switch (mode) {
      case DETERMINISTIC -> "RunOptions.deterministic(SEED)";
      case COOPERATIVE -> "RunOptions.cooperative().withClock(new JumpingClock())";
      case PARALLEL -> "RunOptions.defaults().withClock(new JumpingClock())";
    };
  }

  /// A whole class with this method and what it calls.
  static String file(String packageName, String className, String comment, String method) {
    return """
    package %s;

    import static java.time.Duration.ofMillis;

    import io.trio4j.CancelScope;
    import io.trio4j.Cancelled;
    import io.trio4j.Nursery;
    import io.trio4j.RunOptions;
    import io.trio4j.ScopeOptions;
    import io.trio4j.TaskStatus;
    import io.trio4j.Trio;
    import org.junit.jupiter.api.Test;

    /*
    %s*/
    final class %s {
      private static final long SEED = 1;

    %s
      private static void log(int id) {
        System.out.println(Trio.currentTime() + " " + id);
      }

      private static void fail(int id) {
        throw new RuntimeException("failure " + id);
      }
    }
    """
        .formatted(packageName, comment, className, method);
  }

  private void line(String text) {
    out.append("  ".repeat(indent)).append(text).append('\n');
  }

  private void open(String text) {
    line(text);
    indent++;
  }

  private void close(String text) {
    indent--;
    line(text);
  }

  private void print(Node node) {
    switch (node) {
      case Node.Seq(var steps) -> steps.forEach(this::print);
      case Node.Checkpoint _ -> line("Trio.checkpoint();");
      case Node.Sleep s -> line("Trio.sleep(ofMillis(" + s.millis() + "));");
      case Node.SleepForever _ -> line("Trio.sleepForever();");
      case Node.Log l -> line("log(" + l.id() + ");");
      case Node.AskShutdown a ->
          line("log(CancelScope.isShuttingDown() ? " + a.id() + " : -" + a.id() + ");");
      case Node.Fail f -> line("fail(" + f.id() + ");");
      case Node.Nursery n -> nursery(n);
      case Node.StartSoon s -> startSoon(s);
      case Node.Start s -> start(s);
      case Node.Started s -> line("status" + s.task() + ".started(" + s.task() + ");");
      case Node.Scope s -> scope(s);
      case Node.CatchFail c -> catchFail(c);
      case Node.Resource r -> {
        open("try (AutoCloseable _ = () -> fail(" + r.id() + ")) {");
        print(r.body());
        close("}");
      }
      case Node.TryFinally t -> tryFinally(t);
      case Node.CatchCancelled c -> catchCancelled(c);
      case Node.Cancel c -> line(named(c.target()) + ".cancel();");
      case Node.CancelGracefully c ->
          line(named(c.target()) + ".cancelGracefully(ofMillis(" + c.graceMillis() + "));");
      case Node.SetShield s -> line(scopeOf(s.target()) + (s.on() ? ".shield();" : ".unshield();"));
      case Node.SetDeadline s ->
          line(
              scopeOf(s.target())
                  + (".setDeadline(Trio.currentTime().plus(ofMillis(" + s.millis() + ")));"));
    }
  }

  private String named(int target) {
    return (nurseries.contains(target) ? "n" : "s") + target;
  }

  private String scopeOf(int target) {
    return named(target) + (nurseries.contains(target) ? ".scope()" : "");
  }

  private void nursery(Node.Nursery n) {
    String name = "n" + n.id();
    open("Nursery." + (n.valued() ? "call" : "run") + "(\"" + name + "\", " + name + " -> {");
    body(n.body(), n.valued(), n.id());
    close("});");
  }

  private void body(Node body, boolean valued, int value) {
    print(body);
    if (valued) {
      line("return " + value + ";");
    }
  }

  private void startSoon(Node.StartSoon s) {
    open("n" + s.nursery() + ".startSoon(\"t" + s.task() + "\", () -> {");
    print(s.body());
    close("});");
  }

  private void start(Node.Start s) {
    String status = "(TaskStatus<Integer> status" + s.task() + ") -> {";
    open("n" + s.nursery() + ".start(\"t" + s.task() + "\", " + status);
    print(s.body());
    close("});");
  }

  private void scope(Node.Scope s) {
    String millis = "ofMillis(" + s.millis() + ")";
    String name = "s" + s.id();
    switch (s.kind()) {
      case PLAIN -> open("CancelScope." + (s.valued() ? "call" : "run") + "(" + name + " -> {");
      case MOVE_ON_AFTER -> {
        if (s.valued()) {
          entered(s, "withTimeout(" + millis + ")");
        } else {
          open("CancelScope.moveOnAfter(" + millis + ", " + name + " -> {");
        }
      }
      case FAIL_AFTER ->
          open(
              "CancelScope."
                  + (s.valued() ? "failAfterCall" : "failAfterRun")
                  + ("(" + millis + ", " + name + " -> {"));
      case SHIELDED -> entered(s, "withShield()");
      case UNTIL_SHUTDOWN -> open("CancelScope.untilShutdown(() -> {");
      case CLEANUP -> open("CancelScope.cleanup(" + millis + ", () -> {");
    }
    body(s.body(), s.valued(), s.id());
    close("});");
  }

  private void entered(Node.Scope s, String option) {
    String name = "s" + s.id();
    line("CancelScope " + name + " = CancelScope.of(ScopeOptions.defaults()." + option + ");");
    open(name + ".enter(() -> {");
  }

  private void catchFail(Node.CatchFail c) {
    open("try {");
    print(c.body());
    close("} catch (RuntimeException _) {");
    indent++;
    line("log(" + c.id() + ");");
    close("}");
  }

  private void tryFinally(Node.TryFinally t) {
    open("try {");
    print(t.body());
    close("} finally {");
    indent++;
    print(t.cleanup());
    close("}");
  }

  private void catchCancelled(Node.CatchCancelled c) {
    String name = "cancelled" + ++catches;
    open("try {");
    print(c.body());
    close("} catch (Cancelled " + name + ") {");
    indent++;
    print(c.handler());
    line("throw " + name + ";");
    close("}");
  }
}
