package io.trio4j.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.console.terminal.TerminalProbe.Stream;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

  @Test
  void tells_the_two_streams_apart() {
    Terminal terminal = Terminal.of(XTERM, "UTF-8", new FakeProbe(EnumSet.of(Stream.ERRORS)));

    assertThat(terminal.isOutput()).isFalse();
    assertThat(terminal.isErrors()).isTrue();
    assertThat(terminal.isColoured()).isTrue();
    assertThat(terminal.isUnicode()).isTrue();
    assertThat(terminal.size().get()).isEqualTo(new Size(50, 132));
  }

  @Test
  void of_files_and_pipes_is_none() {
    assertThat(Terminal.of(XTERM, "UTF-8", new FakeProbe(Set.of()))).isSameAs(Terminal.NONE);
  }

  @ParameterizedTest
  @CsvSource({"TERM, dumb", "OTHER, xterm"})
  void that_can_do_nothing_is_none_and_is_not_even_asked(String name, String value) {
    FakeProbe probe = new FakeProbe(EnumSet.allOf(Stream.class));

    assertThat(Terminal.of(Map.of(name, value), "UTF-8", probe)).isSameAs(Terminal.NONE);
    assertThat(probe.questions).isZero();
  }

  @ParameterizedTest
  @CsvSource({"'', true", "0, false", "1, false"})
  void has_no_colours_if_the_user_wants_none(String noColor, boolean isColoured) {
    Map<String, String> environment = Map.of("TERM", "xterm", "NO_COLOR", noColor);
    Terminal terminal =
        Terminal.of(environment, "UTF-8", new FakeProbe(EnumSet.allOf(Stream.class)));

    assertThat(terminal.isColoured()).isEqualTo(isColoured);
    assertThat(terminal.isErrors()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, true", "US-ASCII, false", "ISO-8859-1, false", "no-such-charset, false"})
  void shows_what_its_charset_has(String charset, boolean isUnicode) {
    Terminal terminal = Terminal.of(XTERM, charset, new FakeProbe(EnumSet.allOf(Stream.class)));

    assertThat(terminal.isUnicode()).isEqualTo(isUnicode);
  }

  @ParameterizedTest
  @CsvSource({"24 80, 24, 80", "1 9999, 1, 9999", "0 0, 24, 80", "80, 24, 80", "'', 24, 80"})
  void has_the_size_that_stty_says_or_the_usual_one(String line, int rows, int columns) {
    assertThat(ShellProbe.parse(line)).isEqualTo(new Size(rows, columns));
  }

  @Test
  void has_the_usual_size_if_stty_says_nothing() {
    assertThat(ShellProbe.parse(null)).isEqualTo(Size.USUAL);
  }

  @Test
  void colours_are_put_before_and_taken_back_after() {
    assertThat(Tone.BAD.paint("x")).isEqualTo("\u001b[31mx\u001b[m");
  }

  private static final class FakeProbe implements TerminalProbe {
    private final Set<Stream> terminals;
    private int questions;

    FakeProbe(Set<Stream> terminals) {
      this.terminals = terminals;
    }

    @Override
    public boolean isTerminal(Stream stream) {
      questions++;
      return terminals.contains(stream);
    }

    @Override
    public Size size() {
      questions++;
      return new Size(50, 132);
    }
  }
}
