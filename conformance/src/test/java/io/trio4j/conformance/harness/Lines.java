package io.trio4j.conformance.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The lines to be shown, by section, and those that an ADR replaces.
public final class Lines {
  /// A section with its lines in order.
  public record Section(int number, String title, Map<String, String> summaries) {}

  /// A line that does not hold as written.
  public record Replaced(String adr, String instead) {}

  private Lines() {}

  /// In the page's order.
  public static List<Section> sections() throws IOException {
    List<Section> sections = new ArrayList<>();
    for (String[] row : rows("/lines.tsv")) {
      if (row[1].isEmpty()) {
        sections.add(new Section(Integer.parseInt(row[0]), row[2], new LinkedHashMap<>()));
      } else {
        sections.getLast().summaries().put(row[1], row[2]);
      }
    }
    return sections;
  }

  /// Those that do not hold as written.
  public static Map<String, Replaced> replaced() throws IOException {
    Map<String, Replaced> all = new LinkedHashMap<>();
    for (String[] row : rows("/replaced.tsv")) {
      all.put(row[0], new Replaced(row[1], row[2]));
    }
    return all;
  }

  /// Those of all sections.
  public static List<String> all() throws IOException {
    return sections().stream().flatMap(section -> section.summaries().keySet().stream()).toList();
  }

  private static List<String[]> rows(String resource) throws IOException {
    try (InputStream in = Objects.requireNonNull(Lines.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }
}
