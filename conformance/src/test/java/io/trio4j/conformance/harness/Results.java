package io.trio4j.conformance.harness;

import io.trio4j.RunMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// The record of what ran: a file for each test class, a line for each (line, mode, test).
///
/// A test run begins with an empty folder, so that the record never tells of tests that are gone.
final class Results {
  static final String PASSED = "passed";
  static final String FAILED = "failed";
  static final String LEFT_OUT = "left out";

  private static final String FOLDER = "trio4j.conformance.results";
  private static final Namespace NAMESPACE = Namespace.create(Results.class);

  /// One (line, mode, test).
  ///
  /// @param line such as `T015`
  /// @param mode the mode it ran in, or was left out of
  /// @param test class and method
  /// @param result passed, failed or left out
  /// @param note the reason for leaving it out
  record Row(String line, RunMode mode, String test, String result, String note) {
    static Row parse(String text) {
      String[] parts = text.split("\t", -1);
      return new Row(parts[0], RunMode.valueOf(parts[1]), parts[2], parts[3], parts[4]);
    }

    String print() {
      return String.join("\t", line, mode.name(), test, result, note) + "\n";
    }
  }

  private Results() {}

  static void record(ExtensionContext context, RunMode mode, String result, String note) {
    Path folder = emptyFolder(context);
    Class<?> type = context.getRequiredTestClass();
    String test = simpleName(type) + "." + context.getRequiredTestMethod().getName();
    StringBuilder rows = new StringBuilder();
    context.getTags().stream()
        .filter(tag -> tag.matches("T\\d{3}"))
        .sorted()
        .map(line -> new Row(line, mode, test, result, note))
        .forEach(row -> rows.append(row.print()));
    try {
      Files.writeString(
          folder.resolve(type.getName() + ".tsv"),
          rows,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String simpleName(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    return around == null ? type.getSimpleName() : simpleName(around) + "." + type.getSimpleName();
  }

  private static Path emptyFolder(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(FOLDER, _ -> emptied(), Path.class);
  }

  private static Path emptied() {
    Path folder = Path.of(System.getProperty(FOLDER, "target/conformance"));
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

  static List<Row> read(Path folder) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".tsv")).sorted().toList()) {
        Files.readAllLines(file).stream().map(Row::parse).forEach(rows::add);
      }
    }
    return rows;
  }
}
