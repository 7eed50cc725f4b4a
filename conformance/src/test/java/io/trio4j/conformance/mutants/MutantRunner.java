package io.trio4j.conformance.mutants;

import io.trio4j.conformance.harness.Mutant;
import io.trio4j.conformance.mutants.Verdict.Failed;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/// Compiles the core with each mutant in turn, runs all conformance tests on it in a JVM of its
/// own, and fails unless exactly the tests that the mutant tells have failed.
///
/// It begins with two twins: a mutant that changes nothing must survive, which also says how many
/// tests there are, and one that breaks too much must be found too broad.
final class MutantRunner {
  /// The tests need half a minute, and one that hangs a quarter in each mode.
  private static final int LIMIT_MINUTES = 5;

  private final Path sources;
  private final Path work;
  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private int count; // of the tests; 0 until the first run

  private MutantRunner(Path project, Path work) {
    sources = project.resolve(Mutant.SOURCES);
    this.work = work;
  }

  /// Gets the project's folder, one to work in and, if not all mutants are to run, their lines.
  public static void main(String[] args) throws Exception {
    MutantRunner runner = new MutantRunner(Path.of(args[0]), Path.of(args[1]));
    Set<String> only = Stream.of(args).skip(2).collect(Collectors.toSet());
    List<Mutant> mutants = new ArrayList<>(Mutant.all());
    mutants.removeIf(mutant -> !only.isEmpty() && !only.contains(mutant.line()));
    if (mutants.isEmpty()) {
      throw new IllegalArgumentException("no mutant is of " + only);
    }
    System.exit(runner.allAsExpected(mutants) ? 0 : 1);
  }

  private boolean allAsExpected(List<Mutant> mutants) throws Exception {
    boolean twins = is(Verdict.SURVIVED, Mutant.twin("harmless"));
    twins &= is(Verdict.TOO_BROAD, Mutant.twin("broad"));
    int exclusive = 0;
    for (Mutant mutant : mutants) {
      exclusive += is(Verdict.EXCLUSIVE, mutant) ? 1 : 0;
    }
    System.out.printf(
        "%d of %d mutants are found by the tests of their line alone%s%n",
        exclusive, mutants.size(), twins ? "" : ", but the twins show that this says nothing");
    return twins && exclusive == mutants.size();
  }

  private boolean is(Verdict expected, Mutant mutant) throws Exception {
    long start = System.nanoTime();
    Ran ran = run(mutant);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    count = count == 0 ? ran.count() : count;
    Verdict verdict = Verdict.of(mutant, count, ran.count(), ran.failed());
    System.out.printf("%s %s, %d s: %s%n", mutant.line(), verdict, seconds, mutant.breaks());
    if (verdict != expected) {
      System.out.printf("  expected %s; %d of %d tests ran%n", expected, ran.count(), count);
      ran.failed().forEach(test -> System.out.println("  " + test));
    }
    return verdict == expected;
  }

  /// How many tests ran, and those that failed.
  private record Ran(int count, List<Failed> failed) {}

  private Ran run(Mutant mutant) throws Exception {
    Path folder = work.resolve(mutant.line());
    Path classes = folder.resolve("classes");
    Path result = folder.resolve("failed.tsv");
    Files.createDirectories(classes);
    Files.deleteIfExists(result);
    compile(mutant, classes);
    runTests(folder, classes, result);
    if (!Files.exists(result)) {
      return new Ran(0, List.of());
    }
    List<String> rows = Files.readAllLines(result);
    return new Ran(
        Integer.parseInt(rows.getFirst()), rows.stream().skip(1).map(Failed::parse).toList());
  }

  /// As a module, for its sealed types are in several packages; the tests take it from the class
  /// path.
  private void compile(Mutant mutant, Path classes) throws IOException, URISyntaxException {
    Path mutated = sources.resolve(mutant.file());
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> tree = Files.walk(sources)) {
      List<Path> others =
          tree.filter(file -> file.toString().endsWith(".java") && !file.equals(mutated)).toList();
      List<JavaFileObject> units = new ArrayList<>();
      files.getJavaFileObjectsFromPaths(others).forEach(units::add);
      units.add(new Source(mutated.toUri(), mutant.appliedTo(Files.readString(mutated))));
      List<String> options =
          List.of("-proc:none", "-d", classes.toString(), "-p", home(NullMarked.class).toString());
      if (!compiler.getTask(said, files, null, options, null, units).call()) {
        throw new IllegalStateException("the mutant of " + mutant.line() + " fails: " + said);
      }
    }
  }

  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /// A source in memory.
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(URI uri, String text) {
      super(uri, Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /// With the options of this JVM, and the mutated classes before all others.
  private void runTests(Path folder, Path classes, Path result)
      throws IOException, InterruptedException {
    String path = classes + File.pathSeparator + System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Dtrio4j.conformance.results=" + folder.resolve("results"));
    command.addAll(List.of("-cp", path, Suite.class.getName(), result.toString()));
    Process tests =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    if (!tests.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      tests.destroyForcibly().waitFor();
    }
  }
}
