package io.trio4j.console.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects the URLs from the arguments, a file and standard input, in this order. Blank lines and
/// those that begin with `#` are skipped; a URL that is there twice is fetched twice.
final class UrlSource {
  private static final String STANDARD_INPUT = "-";

  private final InputStream standardInput;

  UrlSource(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  List<String> read(List<String> arguments, Optional<Path> file) throws IOException {
    List<String> urls = new ArrayList<>();
    boolean readInput = false;
    for (String argument : arguments) {
      if (!argument.equals(STANDARD_INPUT)) {
        urls.add(argument);
      } else if (!readInput) {
        readInput = true;
        addLines(standardInput, urls);
      }
    }
    if (file.isPresent()) {
      try (InputStream in = Files.newInputStream(file.get())) {
        addLines(in, urls);
      }
    }
    return urls;
  }

  private static void addLines(InputStream in, List<String> urls) throws IOException {
    // Not closed here: closing standard input is not for us.
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      String url = line.strip();
      if (!url.isEmpty() && !url.startsWith("#")) {
        urls.add(url);
      }
    }
  }
}
