package io.trio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The Java in `docs/` is a region of a snippet that is compiled and run: a line `<!-- snippet:
/// path/of/Source.java#region -->` stands above each block of a page that has any.
class PagesTest {
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- snippet: (\\S+)#(\\S+) -->\\n+)?```java\\n(.*?)```", Pattern.DOTALL);

  private static final Path ROOT = CompiledModule.ofThisBuild().basedir().resolve("..").normalize();

  @Test
  void show_what_was_compiled_and_run() throws IOException {
    List<String> troubles = new ArrayList<>();
    int seen = 0;
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        String text = Files.readString(page);
        if (text.contains("<!-- snippet: ")) {
          seen++;
          troublesOf(text).forEach(trouble -> troubles.add(page.getFileName() + ": " + trouble));
        }
      }
    }

    assertThat(troubles).isEmpty();
    assertThat(seen).isPositive();
  }

  @Test
  void that_differ_from_their_snippet_are_found() throws IOException {
    String marker =
        "<!-- snippet: core/src/test/java/io/trio4j/snippets/TrioSnippets.java#handle -->\n";

    assertThat(troublesOf(marker + "```java\nint x = 1;\n```\n"))
        .singleElement()
        .asString()
        .contains("TrioSnippets.java#handle");
    assertThat(troublesOf("```java\nint x = 1;\n```\n"))
        .singleElement()
        .asString()
        .contains("no snippet");
    assertThat(troublesOf(marker.replace("#handle", "#other") + "```java\nint x;\n```\n"))
        .singleElement()
        .asString()
        .contains("has no region other");
  }

  private static List<String> troublesOf(String page) throws IOException {
    List<String> troubles = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      if (block.group(1) == null) {
        troubles.add("a block of Java has no snippet above it: " + block.group(3));
      } else {
        String source = Files.readString(ROOT.resolve(block.group(1)));
        String region = region(source, block.group(2));
        if (region.isEmpty()) {
          troubles.add(block.group(1) + " has no region " + block.group(2));
        } else if (!region.equals(block.group(3).strip())) {
          troubles.add(
              "copy the block anew from " + block.group(1) + "#" + block.group(2) + ":\n" + region);
        }
      }
    }
    return troubles;
  }

  private static String region(String source, String name) {
    Pattern region =
        Pattern.compile(
            "// @start region=\"" + Pattern.quote(name) + "\"\\n(.*?)\\n *// @end", Pattern.DOTALL);
    Matcher found = region.matcher(source);
    return found.find() ? found.group(1).stripTrailing().stripIndent().strip() : "";
  }
}
