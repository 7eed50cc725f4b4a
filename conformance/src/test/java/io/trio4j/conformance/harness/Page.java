package io.trio4j.conformance.harness;

import io.trio4j.RunMode;
import io.trio4j.conformance.harness.Lines.Replaced;
import io.trio4j.conformance.harness.Lines.Section;
import io.trio4j.conformance.harness.Results.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes docs/conformance.md of the lines and of what the tests recorded, and fails the build when
/// a line is not shown, when too much is left out or replaced, or when the page in the tree
/// differs.
final class Page {
  private static final int LEFT_OUT_PERCENT = 10; // of all pairs of line and mode
  private static final int REPLACED_PERCENT = 8; // of a section's lines
  private static final String WRITE = "trio4j.conformance.write";

  private final List<Section> sections;
  private final Map<String, Replaced> replaced;
  private final Map<String, List<Row>> rows;
  private final List<Mutant> mutants;
  private final List<String> problems = new ArrayList<>();

  Page(
      List<Section> sections,
      Map<String, Replaced> replaced,
      List<Row> rows,
      List<Mutant> mutants) {
    this.sections = sections;
    this.replaced = replaced;
    this.rows = rows.stream().collect(Collectors.groupingBy(Row::line));
    this.mutants = mutants;
  }

  /// Gets the folder of the results and that of the docs.
  public static void main(String[] args) throws IOException {
    List<Row> rows = Results.read(Path.of(args[0]));
    Page page = new Page(Lines.sections(), Lines.replaced(), rows, Mutant.all());
    List<String> problems = page.problems(Path.of(args[1]), Boolean.getBoolean(WRITE));
    if (!problems.isEmpty()) {
      System.err.println("conformance: " + problems.size() + " problems");
      problems.forEach(problem -> System.err.println("  " + problem));
      System.exit(1);
    }
  }

  /// What does not hold. Writes the page, also then, if `write`; else compares it.
  List<String> problems(Path docs, boolean write) throws IOException {
    checkLines();
    checkLimits();
    checkMutants();
    checkDecisions(docs.resolve("adr"));
    compareOrWrite(docs.resolve("conformance.md"), write);
    return List.copyOf(problems);
  }

  // What must hold

  private void checkLines() {
    Set<String> known = new TreeSet<>();
    for (Section section : sections) {
      known.addAll(section.summaries().keySet());
    }
    rows.keySet().stream()
        .filter(line -> !known.contains(line))
        .sorted()
        .forEach(line -> problems.add(line + " has a test but is not in lines.tsv"));
    for (String line : known) {
      for (RunMode mode : RunMode.values()) {
        boolean ran = of(line, mode, Results.PASSED) || of(line, mode, Results.LEFT_OUT);
        if (of(line, mode, Results.FAILED)) {
          problems.add(line + " fails in mode " + mode + ": " + tests(line));
        } else if (!ran && !replaced.containsKey(line)) {
          problems.add(line + " has no test in mode " + mode);
        }
      }
      if (!replaced.containsKey(line) && passedModes(line).isEmpty()) {
        problems.add(line + " has no passing test");
      }
    }
  }

  private void checkLimits() {
    int pairs =
        sections.stream().mapToInt(s -> s.summaries().size()).sum() * RunMode.values().length;
    long leftOut = leftOutPairs().count();
    if (leftOut * 100 > (long) pairs * LEFT_OUT_PERCENT) {
      problems.add(leftOut + " of " + pairs + " pairs of line and mode are left out");
    }
    for (Section section : sections) {
      long count = section.summaries().keySet().stream().filter(replaced::containsKey).count();
      int lines = section.summaries().size();
      if (count * 100 > (long) lines * REPLACED_PERCENT) {
        problems.add(
            count + " of " + lines + " lines of section " + section.number() + " are replaced");
      }
    }
  }

  private void checkMutants() {
    for (Mutant mutant : mutants) {
      Set<String> ran = rowsOf(mutant.line()).stream().map(Row::test).collect(Collectors.toSet());
      mutant.tests().stream()
          .filter(test -> !ran.contains(test))
          .forEach(test ->
              problems.add(mutant.line() + " has a mutant that " + test + " finds: no such test"));
    }
  }

  private void checkDecisions(Path folder) throws IOException {
    for (Map.Entry<String, Replaced> entry : replaced.entrySet()) {
      String number = entry.getValue().adr() + "-";
      boolean told;
      try (Stream<Path> pages = Files.list(folder)) {
        List<Path> found =
            pages.filter(path -> String.valueOf(path.getFileName()).startsWith(number)).toList();
        told = found.size() == 1 && Files.readString(found.getFirst()).contains(entry.getKey());
      }
      if (!told) {
        problems.add("ADR " + entry.getValue().adr() + " does not tell of " + entry.getKey());
      }
    }
  }

  private void compareOrWrite(Path file, boolean write) throws IOException {
    String page = print();
    if (write) {
      Files.writeString(file, page);
    } else if (!Files.exists(file) || !Files.readString(file).equals(page)) {
      problems.add("docs/conformance.md differs from what ran: write it with -D" + WRITE + "=true");
    }
  }

  // What was recorded

  private List<Row> rowsOf(String line) {
    return rows.getOrDefault(line, List.of());
  }

  private boolean of(String line, RunMode mode, String result) {
    return rowsOf(line).stream().anyMatch(row -> row.mode() == mode && row.result().equals(result));
  }

  /// Where a test passed, none failed and none is left out.
  private Set<RunMode> passedModes(String line) {
    Set<RunMode> modes = EnumSet.noneOf(RunMode.class);
    for (RunMode mode : RunMode.values()) {
      boolean spoilt = of(line, mode, Results.FAILED) || of(line, mode, Results.LEFT_OUT);
      if (of(line, mode, Results.PASSED) && !spoilt) {
        modes.add(mode);
      }
    }
    return modes;
  }

  private String tests(String line) {
    return quoted(rowsOf(line).stream().map(Row::test).distinct().sorted().toList());
  }

  /// A pair counts once, also if it has a test that passed beside the one that leaves it out.
  private Stream<Row> leftOutPairs() {
    Set<String> seen = new TreeSet<>();
    return sections.stream()
        .flatMap(section -> section.summaries().keySet().stream())
        .flatMap(line -> rowsOf(line).stream().sorted((a, b) -> a.mode().compareTo(b.mode())))
        .filter(row -> row.result().equals(Results.LEFT_OUT))
        .filter(row -> seen.add(row.line() + row.mode()));
  }

  // The page

  private String print() {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # Conformance

        Which of the guarantees of Trio hold in trio4j, line by line, with the tests that show it. Written by
        the build from what ran: do not edit (`mvn -pl conformance verify -Dtrio4j.conformance.write=true`).
        P, C and D are the modes parallel, cooperative and deterministic.
        """);
    sections.forEach(section -> print(section, out));
    printLeftOut(out);
    printReplaced(out);
    printMutants(out);
    return out.toString();
  }

  private void print(Section section, StringBuilder out) {
    out.append("\n## ").append(section.number()).append(". ").append(section.title());
    out.append("\n\n| line | what it says | tests | modes |\n| --- | --- | --- | --- |\n");
    section
        .summaries()
        .forEach((line, summary) -> {
          Replaced other = replaced.get(line);
          String says = other == null ? summary : "~~" + summary + "~~: " + other.instead();
          row(out, line, says, tests(line), letters(passedModes(line)));
        });
  }

  private static String letters(Set<RunMode> modes) {
    return modes.isEmpty()
        ? "–"
        : modes.stream().map(mode -> mode.name().substring(0, 1)).collect(Collectors.joining(" "));
  }

  private void printLeftOut(StringBuilder out) {
    out.append("\n## Modes left out\n\n| line | mode | reason |\n| --- | --- | --- |\n");
    leftOutPairs()
        .forEach(
            row -> row(out, row.line(), row.mode().name().toLowerCase(Locale.ROOT), row.note()));
  }

  private void printReplaced(StringBuilder out) {
    out.append("\n## Lines replaced by a decision\n\n");
    out.append("| line | ADR | what holds instead | test |\n| --- | --- | --- | --- |\n");
    replaced.forEach((line, other) -> row(out, line, other.adr(), other.instead(), tests(line)));
  }

  private void printMutants(StringBuilder out) {
    out.append(
        """

        ## Mutants

        A tenth of the lines, drawn by a seed, has a mutant: a change of the core that this line's tests find,
        and no others. They are in `conformance/src/test/resources/mutants`; `CONTRIBUTING.md` says how to run them.

        | line | mutant | what it breaks | found by |
        | --- | --- | --- | --- |
        """);
    for (Mutant mutant : mutants) {
      row(
          out,
          mutant.line(),
          "`" + mutant.className() + "`",
          mutant.breaks(),
          quoted(mutant.tests()));
    }
  }

  private static String quoted(Collection<String> tests) {
    return tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
  }

  private static void row(StringBuilder out, String... cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
