package io.trio4j.interruption.harness;

import io.trio4j.interruption.harness.Facts.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// The record of what ran: a file for each test class, a line for each fact.
///
/// A test run begins with an empty folder, so that the record never tells of tests that are gone.
final class Results {
  private static final String FOLDER = "trio4j.interruption.results";
  private static final String SKIPPED = "SKIPPED";
  private static final String RAN = "RAN";
  private static final Namespace NAMESPACE = Namespace.create(Results.class);

  /// One line.
  ///
  /// @param call what it is about
  /// @param kind the name of a [Column]; or that the test ran, or was skipped
  /// @param text what was found, or why it was skipped
  /// @param test class and method
  record Fact(Call call, String kind, String text, String test) {
    static Fact parse(String line) {
      String[] parts = line.split("\t", -1);
      return new Fact(Call.valueOf(parts[0]), parts[1], parts[2], parts[3]);
    }

    static Fact of(Call call, Column column, String text, String test) {
      return new Fact(call, column.name(), text, test);
    }

    static Fact ran(Call call, String test) {
      return new Fact(call, RAN, "", test);
    }

    static Fact skipped(Call call, String reason, String test) {
      return new Fact(call, SKIPPED, reason, test);
    }

    boolean isOf(Column column) {
      return kind.equals(column.name());
    }

    boolean isSkipped() {
      return kind.equals(SKIPPED);
    }

    String print() {
      return String.join("\t", call.name(), kind, text.replaceAll("\\s+", " "), test) + "\n";
    }
  }

  private Results() {}

  static void record(ExtensionContext context, Call call, Facts facts) {
    String test = test(context);
    List<Fact> lines = new ArrayList<>();
    lines.add(Fact.ran(call, test));
    for (Map.Entry<Column, String> fact : facts.texts().entrySet()) {
      lines.add(Fact.of(call, fact.getKey(), fact.getValue(), test));
    }
    write(context, lines);
  }

  static void recordSkipped(ExtensionContext context, Call call, String reason) {
    write(context, List.of(Fact.skipped(call, reason, test(context))));
  }

  private static String test(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName()
        + "."
        + context.getRequiredTestMethod().getName();
  }

  private static void write(ExtensionContext context, List<Fact> facts) {
    Path folder = emptyFolder(context);
    StringBuilder lines = new StringBuilder();
    facts.forEach(fact -> lines.append(fact.print()));
    String name = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
    try {
      Files.writeString(
          folder.resolve(name + ".tsv"),
          lines,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path emptyFolder(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(FOLDER, _ -> emptied(), Path.class);
  }

  private static Path emptied() {
    Path folder = Path.of(System.getProperty(FOLDER, "target/interruption"));
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "*.tsv")) {
        for (Path file : old) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  static List<Fact> read(Path folder) throws IOException {
    List<Fact> facts = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".tsv")).sorted().toList()) {
        Files.readAllLines(file).stream().map(Fact::parse).distinct().forEach(facts::add);
      }
    }
    return facts;
  }
}
