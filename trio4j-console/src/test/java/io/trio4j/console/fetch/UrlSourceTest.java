package io.trio4j.console.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UrlSourceTest {
  @TempDir private Path folder;

  @Test
  void puts_arguments_and_file_together_in_this_order() throws IOException {
    Path file = Files.writeString(folder.resolve("urls"), "http://c\nhttp://d\n");

    List<String> urls = source("").read(List.of("http://a", "http://b"), Optional.of(file));

    assertThat(urls).containsExactly("http://a", "http://b", "http://c", "http://d");
  }

  @Test
  void a_dash_stands_for_standard_input_where_it_is_the_first_time() throws IOException {
    List<String> urls =
        source("http://in\n").read(List.of("http://a", "-", "http://b", "-"), Optional.empty());

    assertThat(urls).containsExactly("http://a", "http://in", "http://b");
  }

  @Test
  void blank_lines_and_comments_are_skipped_and_duplicates_kept() throws IOException {
    String lines = "# a list\r\n\r\n  http://a  \r\n\t\n  # more\nhttp://a";

    List<String> urls = source(lines).read(List.of("-"), Optional.empty());

    assertThat(urls).containsExactly("http://a", "http://a");
  }

  @Test
  void standard_input_is_left_alone_if_nobody_asks_for_it() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();

    assertThat(new UrlSource(closed).read(List.of("http://a"), Optional.empty()))
        .containsExactly("http://a");
  }

  @Test
  void a_file_that_is_not_there_is_an_error() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> source("").read(List.of(), Optional.of(missing)))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static UrlSource source(String lines) {
    return new UrlSource(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
  }
}
