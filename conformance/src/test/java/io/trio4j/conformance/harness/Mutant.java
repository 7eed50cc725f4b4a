package io.trio4j.conformance.harness;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// A change of one of the core's sources that breaks one line, and is found by that line's tests
/// alone.
///
/// @param line such as `T015`
/// @param file below the core's sources, such as `io/trio4j/Trio.java`
/// @param breaks what does not hold any more, in a sentence
/// @param tests class and method of those that fail
/// @param search what is replaced: stands in the file once
/// @param replacement what stands there instead
public record Mutant(
    String line, String file, String breaks, Set<String> tests, String search, String replacement) {
  /// Where the core's sources are, seen from the project's folder.
  public static final String SOURCES = "core/src/main/java";

  private static final String FOLDER = "/mutants";
  private static final String SEARCH = "\n---\n";
  private static final String REPLACEMENT = "\n+++\n";

  /// All but the twins, by line.
  public static List<Mutant> all() throws IOException {
    List<Mutant> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(resource(FOLDER), "*.txt")) {
      for (Path file : files) {
        all.add(parse(Files.readString(file)));
      }
    }
    all.sort(Comparator.comparing(Mutant::line));
    return List.copyOf(all);
  }

  /// One that is there to see that the runner does not find it good.
  public static Mutant twin(String name) throws IOException {
    return parse(Files.readString(resource(FOLDER + "/twins/" + name + ".txt")));
  }

  private static Path resource(String name) throws IOException {
    try {
      return Path.of(Objects.requireNonNull(Mutant.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /// Reads `key: value` rows, then `---`, what is replaced, `+++`, and what replaces it.
  static Mutant parse(String text) {
    int search = text.indexOf(SEARCH);
    int replacement = text.indexOf(REPLACEMENT);
    List<String> head = text.substring(0, search).lines().toList();
    return new Mutant(
        value(head, "line"),
        value(head, "file"),
        value(head, "breaks"),
        new TreeSet<>(List.of(value(head, "tests").split(", "))),
        text.substring(search + SEARCH.length(), replacement),
        text.substring(replacement + REPLACEMENT.length()).stripTrailing());
  }

  private static String value(List<String> head, String key) {
    return head.stream()
        .filter(row -> row.startsWith(key + ": "))
        .map(row -> row.substring(key.length() + 2))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a mutant must tell its " + key));
  }

  String className() {
    return file.substring(file.lastIndexOf('/') + 1).replace(".java", "");
  }

  /// The mutated file.
  ///
  /// @param source the file as it is
  /// @throws IllegalStateException unless what is replaced stands there once
  public String appliedTo(String source) {
    int at = source.indexOf(search);
    if (at < 0 || source.indexOf(search, at + 1) >= 0) {
      throw new IllegalStateException(
          "the mutant of "
              + line
              + (at < 0 ? " finds nothing" : " finds more than one place")
              + " to change in "
              + file
              + ": bring its search text up to date, and run it");
    }
    return source.substring(0, at) + replacement + source.substring(at + search.length());
  }
}
