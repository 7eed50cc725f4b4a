package io.trio4j.stress.primitive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.stress.chain.StartStressTest;
import io.trio4j.stress.children.ChildListStressTest;
import io.trio4j.stress.park.WaitStressTest;
import io.trio4j.stress.scope.ScopeStressTest;
import io.trio4j.stress.timer.WakeStressTest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs cases under jcstress, in a JVM of its own: for a second each, or at night in all the ways
/// jcstress knows.
///
/// What jcstress needs around a case is compiled here, when the test runs: it belongs not to what
/// Error Prone looks at, and a planted bug's class exists then only. A template is the source of
/// that class: `%s` is its head, which says that the case is its superclass.
public final class Jcstress {
  private static final String PACKAGE = "io.trio4j.stress.generated";
  private static final Path DIRECTORY = Path.of("target", "jcstress-cases");

  /// How often a planted bug that was not seen is looked for again.
  private static final int MORE_TRIES = 3;

  private static @Nullable Jcstress all; // guarded by the class

  private final Path directory;
  private final List<String> classPath = new ArrayList<>();
  private final List<Path> sources = new ArrayList<>();
  private String report = "";

  /// All cases there are. They are run at the first call: together, because jcstress takes its time
  /// to look at the machine first.
  public static synchronized Jcstress all() {
    if (all == null) {
      try {
        all = runAll();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("the time was up", e);
      }
    }
    return all;
  }

  private static Jcstress runAll() throws IOException, InterruptedException {
    var fresh = new Jcstress(Files.createDirectories(DIRECTORY).toAbsolutePath());
    WaitStressTest.addTo(fresh);
    ScopeStressTest.addTo(fresh);
    ChildListStressTest.addTo(fresh);
    StartStressTest.addTo(fresh);
    WakeStressTest.addTo(fresh);
    fresh.runAdded();
    return fresh;
  }

  private Jcstress(Path directory) {
    this.directory = directory;
    classPath.add(directory.toString());
  }

  public void add(String template, Class<?> tested) throws IOException {
    write(template, tested.getSimpleName(), tested.getCanonicalName());
  }

  /// A case in a world where the bug is planted.
  public void add(String template, Class<?> tested, Bug bug) throws IOException {
    Planted planted = new Planted(bug);
    classPath.add(planted.write(tested).toString());
    write(template, twin(tested, bug), planted.packageName() + "." + tested.getCanonicalName());
  }

  private static String twin(Class<?> tested, Bug bug) {
    return tested.getSimpleName() + bug.toString().replaceAll("\\W+", "_");
  }

  private void write(String template, String name, String superclass) throws IOException {
    Path source = directory.resolve(name + "Case.java");
    String head = "@JCStressTest @State public class " + name + "Case extends " + superclass;
    Files.writeString(
        source,
        "package "
            + PACKAGE
            + ";\n\nimport org.openjdk.jcstress.annotations.*;\n"
            + "import org.openjdk.jcstress.infra.results.*;\n\n"
            + template.formatted(head));
    sources.add(source);
  }

  /// Compiles and runs what was added.
  private void runAdded() throws IOException, InterruptedException {
    List<String> javac =
        new ArrayList<>(List.of("javac", "-proc:full", "-cp", path(), "-d", directory.toString()));
    sources.forEach(source -> javac.add(source.toString()));
    report = run(javac);
    if (Boolean.getBoolean("trio4j.night")) {
      report += run(jcstress("-m", "quick"));
    } else {
      report += run(jcstress(oneJvmEach(4)));
    }
  }

  private String path() {
    return String.join(File.pathSeparator, classPath)
        + File.pathSeparator
        + System.getProperty("java.class.path");
  }

  private List<String> jcstress(String... options) {
    List<String> command =
        new ArrayList<>(List.of("java", "-cp", path(), "org.openjdk.jcstress.Main", "-v"));
    command.addAll(List.of("-jvmArgsPrepend", "-Dtrio4j.stress.spins=5"));
    command.addAll(List.of(options));
    return command;
  }

  /// One JVM a case, instead of one for each combination of compilers.
  private static String[] oneJvmEach(int quarterSeconds) {
    return new String[] {
      "-f",
      "1",
      "-iters",
      Integer.toString(quarterSeconds),
      "-time",
      "250",
      "-sc",
      "false",
      "-af",
      "NONE",
      "-jvmArgs",
      "-Xmx512m"
    };
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home"), "bin", command.getFirst()).toString();
    command.set(0, program);
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  /// No forbidden outcome was seen.
  public void assertHolds(Class<?> tested) {
    String name = PACKAGE + "." + tested.getSimpleName() + "Case";
    assertThat(report).contains("[OK] " + name).doesNotContain("[FAILED] " + name);
  }

  /// A forbidden outcome was seen.
  public void assertFinds(Class<?> tested) {
    assertFound(tested.getSimpleName());
  }

  /// A forbidden outcome was seen in the world with the bug.
  public void assertFinds(Class<?> tested, Bug bug) {
    assertFound(twin(tested, bug));
  }

  /// On a machine that is busy two cores are seldom at it together: then once more, alone and
  /// longer.
  private void assertFound(String name) {
    String found = "[FAILED] " + PACKAGE + "." + name + "Case";
    String seen = report;
    for (int more = 0; more < MORE_TRIES && !seen.contains(found); more++) {
      seen = runAgain(name);
    }
    assertThat(seen).contains(found);
  }

  private String runAgain(String name) {
    List<String> alone = jcstress(oneJvmEach(60));
    alone.addAll(List.of("-t", "\\." + name + "Case$"));
    try {
      return run(alone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("the time was up", e);
    }
  }
}
