package io.trio4j.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  private static final String GRIN = "\ud83d\ude00";

  @Nested
  class Plain {
    @ParameterizedTest
    @ValueSource(strings = {"", "http://a/?b=c&d=<e>", "\u00e4\u4e2d\u2501", GRIN})
    void leaves_what_one_can_see(String text) {
      assertThat(PlainText.of(text)).isSameAs(text);
    }

    @Test
    void writes_out_what_a_terminal_would_obey() {
      assertThat(PlainText.of("\u001b[2J\r\n\u0007\u009b"))
          .isEqualTo("\\x{1b}[2J\\x{d}\\x{a}\\x{7}\\x{9b}");
    }

    @Test
    void writes_out_what_turns_the_direction_or_can_not_be_seen() {
      assertThat(PlainText.of("a\u202eb\u200bc\u2028d"))
          .isEqualTo("a\\x{202e}b\\x{200b}c\\x{2028}d");
    }

    @Test
    void writes_out_what_xml_has_no_place_for() {
      assertThat(PlainText.of("\u0000\ud800x\udc00\uffff"))
          .isEqualTo("\\x{0}\\x{d800}x\\x{dc00}\\x{ffff}");
    }
  }

  @Nested
  class Elided {
    @Test
    void is_the_same_if_it_is_short_enough() {
      assertThat(PlainText.elided("0123456789", 10, "\u2026")).isEqualTo("0123456789");
    }

    @Test
    void loses_its_middle_and_no_more_than_it_must() {
      assertThat(PlainText.elided("0123456789", 9, "\u2026")).isEqualTo("012345\u202689");
      assertThat(PlainText.elided("0123456789", 9, "...")).isEqualTo("0123...89");
    }

    @Test
    void counts_characters_and_halves_none() {
      assertThat(PlainText.elided(GRIN.repeat(3), 3, "\u2026")).isEqualTo(GRIN.repeat(3));
      assertThat(PlainText.elided(GRIN.repeat(50), 4, "\u2026"))
          .isEqualTo(GRIN.repeat(2) + "\u2026" + GRIN);
    }

    @Test
    void is_short_enough_also_after_controls_were_written_out() {
      String elided = PlainText.elided("\u0001".repeat(40), 20, "...");

      assertThat(elided).hasSize(20).startsWith("\\x{1}\\x{1}").contains("...");
    }

    @Test
    void of_a_megabyte_keeps_both_ends() {
      String text = "http://begin/" + "x".repeat(1 << 20) + "/end";

      assertThat(PlainText.elided(text, 30, "..."))
          .hasSize(30)
          .startsWith("http://begin/xxxxx...")
          .endsWith("xxxxx/end");
    }
  }
}
