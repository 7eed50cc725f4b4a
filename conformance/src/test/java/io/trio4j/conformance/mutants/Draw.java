package io.trio4j.conformance.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// A sample of lines. When the project has grown by some, another draw samples from the new ones:
/// the old ones keep theirs.
///
/// @param seed of the order in which lines are taken
/// @param count how many are taken
/// @param from the lines that were covered when it was made, but for those an ADR replaces
record Draw(long seed, int count, List<String> from) {
  private static final String ALL = "/mutants/draws.tsv";

  static List<Draw> all() throws IOException {
    try (InputStream in = Objects.requireNonNull(Draw.class.getResourceAsStream(ALL))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(row -> !row.startsWith("#"))
          .map(Draw::parse)
          .toList();
    }
  }

  private static Draw parse(String row) {
    String[] cells = row.split("\t", -1);
    return new Draw(
        Long.parseLong(cells[0]), Integer.parseInt(cells[1]), List.of(cells[2].split(" ")));
  }

  /// The lines of the sample: the first in the seed's order.
  List<String> taken() {
    List<String> order = new ArrayList<>(from);
    Collections.sort(order);
    Collections.shuffle(order, new Random(seed));
    return order.subList(0, count);
  }
}
