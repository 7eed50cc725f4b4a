package io.trio4j.interruption.harness;

import io.trio4j.interruption.harness.Facts.Column;
import io.trio4j.interruption.harness.Results.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Makes docs/interruption.md of what the tests recorded, and fails the build when a row is not
/// shown, when tests contradict each other, or when the page in the tree differs.
///
/// A row whose tests could not run on this machine stays as it is in the tree.
final class Page {
  private static final String WRITE = "trio4j.interruption.write";

  private final List<Call> calls;
  private final Map<Call, List<Fact>> facts;
  private final String versions;
  private final Path sources;
  private final List<String> problems = new ArrayList<>();

  Page(List<Call> calls, List<Fact> facts, Path sources, String versions) {
    this.calls = calls;
    this.facts = facts.stream().collect(Collectors.groupingBy(Fact::call));
    this.sources = sources;
    this.versions = versions;
  }

  /// Gets the folder of the results, this module's, and what the tests ran with.
  public static void main(String[] args) throws IOException {
    List<Fact> facts = Results.read(Path.of(args[0]));
    Path module = Path.of(args[1]);
    Path sources = module.resolve("src/test/java/io/trio4j/interruption");
    Page page = new Page(List.of(Call.values()), facts, sources, args[2]);
    List<String> problems =
        page.problems(module.resolve("../docs/interruption.md"), Boolean.getBoolean(WRITE));
    if (!problems.isEmpty()) {
      System.err.println("interruption: " + problems.size() + " problems");
      problems.forEach(problem -> System.err.println("  " + problem));
      System.exit(1);
    }
  }

  /// What does not hold. Writes the page, also then, if `write`; else compares it.
  List<String> problems(Path file, boolean write) throws IOException {
    List<String> before = Files.exists(file) ? Files.readAllLines(file) : List.of();
    String page = print(before);
    if (write) {
      Files.writeString(file, page);
    } else if (!String.join("\n", before).concat("\n").equals(page)) {
      problems.add(
          file.getFileName() + " differs from what ran: write it with -D" + WRITE + "=true");
    }
    return List.copyOf(problems);
  }

  // What was recorded

  private List<Fact> factsOf(Call call) {
    return facts.getOrDefault(call, List.of());
  }

  private String cell(Call call, Column column) {
    List<String> texts =
        factsOf(call).stream()
            .filter(fact -> fact.isOf(column))
            .map(Fact::text)
            .distinct()
            .toList();
    if (texts.size() == 1) {
      return texts.getFirst();
    }
    problems.add(
        texts.isEmpty()
            ? call + " has no test that says " + column
            : call + " has tests that contradict each other on " + column + ": " + texts);
    return "?";
  }

  private static String quoted(List<Fact> facts) {
    return facts.stream()
        .map(Fact::test)
        .distinct()
        .sorted()
        .map(test -> "`" + test + "`")
        .collect(Collectors.joining(", "));
  }

  // The page

  private String print(List<String> before) throws IOException {
    StringBuilder out = new StringBuilder(PageText.HEAD.formatted(versions));
    for (Group group : Group.values()) {
      List<Call> rows = calls.stream().filter(call -> call.group() == group).toList();
      if (!rows.isEmpty()) {
        out.append("\n## ").append(group.title()).append("\n\n");
        out.append(
            "| blocked in | a cancel alone | what is left | we advise | with that | shown by |\n");
        out.append("| --- | --- | --- | --- | --- | --- |\n");
        rows.forEach(call -> out.append(row(call, before)).append('\n'));
      }
    }
    String cancelling = Snippet.of(sources, "StatementCall");
    String ownThread = Snippet.of(sources, "OwnThread");
    return out.append(PageText.TAIL.formatted(cancelling, ownThread)).toString();
  }

  private String row(Call call, List<String> before) {
    Optional<Fact> skipped = factsOf(call).stream().filter(Fact::isSkipped).findFirst();
    if (skipped.isPresent()) {
      return old(call, before, skipped.get().text());
    }
    List<String> cells =
        Arrays.asList(
            call.what(),
            cell(call, Column.PLAIN),
            cell(call, Column.LEFT),
            call.advice(),
            call.isAdvised() ? cell(call, Column.ADVISED) : "–",
            quoted(factsOf(call)));
    return "| " + String.join(" | ", cells) + " |";
  }

  private String old(Call call, List<String> before, String reason) {
    String start = "| " + call.what() + " | ";
    Optional<String> line = before.stream().filter(old -> old.startsWith(start)).findFirst();
    if (line.isEmpty()) {
      problems.add(call + " is not on the page, and its test can't run here: " + reason);
    }
    return line.orElse(start + "?");
  }
}
