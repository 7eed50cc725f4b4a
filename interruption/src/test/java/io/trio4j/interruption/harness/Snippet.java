package io.trio4j.interruption.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// A region of a source file of this module, so that what the page shows is what was compiled and
/// run.
final class Snippet {
  private Snippet() {}

  /// The lines between `// @start region="…"` and `// @end`, unindented.
  static String of(Path sources, String className) throws IOException {
    List<String> lines = Files.readAllLines(sources.resolve(className + ".java"));
    List<String> region =
        lines.stream()
            .dropWhile(line -> !line.strip().startsWith("// @start"))
            .skip(1)
            .takeWhile(line -> !line.strip().startsWith("// @end"))
            .toList();
    if (region.isEmpty()) {
      throw new IOException(className + " has no region");
    }
    return region.stream().collect(Collectors.joining("\n")).stripTrailing().stripIndent();
  }
}
