package io.trio4j.console.fetch;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trio4j.TrioTime;
import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import io.trio4j.console.fetch.Progress.View;
import io.trio4j.console.fetch.Progress.Wait;
import io.trio4j.console.fetch.Step.Asked;
import io.trio4j.console.fetch.Step.Ended;
import io.trio4j.console.fetch.Step.Pausing;
import io.trio4j.console.fetch.Step.Replied;
import io.trio4j.console.fetch.Step.Taken;
import io.trio4j.console.terminal.Size;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final Answered OK = new Answered(200, 1000);

  private final Progress progress = new Progress();

  @Nested
  class Counting {
    @Test
    void has_a_place_for_everything_that_can_happen() {
      progress.begin(9, at(ZERO));
      take(0, 1, 2, 3, 4, 5, 6);
      end(0, OK);
      end(1, new Answered(404, 9));
      end(2, new Failed("broken", true));
      end(3, new TimedOut(ofSeconds(1)));
      end(4, new Invalid("no"));
      end(5, new CutOff("interrupted"));
      end(8, new NotStarted("interrupted"));

      View view = progress.look(at(ofSeconds(1)), 3);

      assertThat(view.fetched()).isEqualTo(1);
      assertThat(view.failed()).isEqualTo(4);
      assertThat(view.underWay()).isEqualTo(1);
      assertThat(view.waiting()).isEqualTo(1);
      assertThat(view.done()).isEqualTo(7);
      assertThat(view.bodyBytes()).isEqualTo(1009);
    }

    @Test
    void shows_those_under_way_that_have_taken_longest() {
      progress.begin(3, at(ZERO));
      progress.step(new Taken(2, "http://c/"), at(ZERO));
      progress.step(new Asked(2), at(ZERO));
      progress.step(new Taken(0, "http://a/"), at(ofSeconds(1)));
      progress.step(new Asked(0), at(ofSeconds(1)));
      progress.step(new Replied(0, OK), at(ofSeconds(2)));
      progress.step(new Pausing(0, ofSeconds(4)), at(ofSeconds(2)));
      progress.step(new Taken(1, "http://b/"), at(ofSeconds(3)));

      assertThat(progress.look(at(ofSeconds(5)), 2).oldest())
          .containsExactly(
              new Wait("http://c/", ofSeconds(5), 1, Optional.empty()),
              new Wait("http://a/", ofSeconds(4), 1, Optional.of(ofSeconds(1))));
    }

    @Test
    void forgets_a_pause_with_the_next_attempt() {
      progress.begin(1, at(ZERO));
      progress.step(new Taken(0, "http://a/"), at(ZERO));
      progress.step(new Asked(0), at(ZERO));
      progress.step(new Pausing(0, ofSeconds(1)), at(ZERO));
      progress.step(new Asked(0), at(ofSeconds(1)));

      assertThat(progress.look(at(ofSeconds(2)), 2).oldest())
          .containsExactly(new Wait("http://a/", ofSeconds(2), 2, Optional.empty()));
    }
  }

  @Nested
  class The_estimate {
    @Test
    void is_what_is_left_at_the_rate_of_late() {
      progress.begin(100, at(ZERO));
      end(0, OK);
      end(1, OK);
      end(2, OK);
      end(3, OK);

      View view = progress.look(at(ofSeconds(2)), 0);

      assertThat(view.perSecond().orElseThrow()).isCloseTo(2, within(1e-9));
      assertThat(view.left()).hasValue(ofSeconds(48));
    }

    @Test
    void is_not_made_from_the_first_moments_nor_from_nothing() {
      progress.begin(2, at(ZERO));
      end(0, OK);

      assertThat(progress.look(at(ofMillis(499)), 0).left()).isEmpty();
      assertThat(progress.look(at(ofMillis(500)), 0).left()).isPresent();
      assertThat(progress.look(at(ofSeconds(30)), 0).left()).isEmpty();
    }

    @Test
    void follows_a_rate_that_changes() {
      progress.begin(1000, at(ZERO));
      for (int second = 1; second <= 20; second++) {
        // Ten a second at first, then one.
        for (int i = 0; i < (second <= 10 ? 10 : 1); i++) {
          end(0, OK);
        }
        progress.look(at(ofSeconds(second)), 0);
      }

      assertThat(progress.look(at(ofSeconds(20)), 0).perSecond().orElseThrow())
          .isCloseTo(1, within(0.01));
    }
  }

  @Nested
  class In_words {
    @Test
    void it_is_one_line() {
      progress.begin(4, at(ZERO));
      take(0, 1, 2);
      end(0, OK);
      end(1, new Answered(500, 0));

      assertThat(ProgressText.inWords(progress.look(at(ofSeconds(4)), 0)))
          .isEqualTo(
              "2 of 4 done, 0.5/s, about 4 s left; "
                  + "1 fetched, 1 failed, 1 under way, 1 waiting, 1.0 kB");
    }

    @Test
    void it_says_how_long_the_grace_is_instead_of_an_estimate() {
      progress.begin(4, at(ZERO));
      progress.windDown(at(ofSeconds(5)));

      assertThat(ProgressText.inWords(progress.look(at(ofSeconds(4)), 0)))
          .startsWith("0 of 4 done, winding down, 1.0 s at most; ");
      assertThat(ProgressText.inWords(progress.look(at(ofSeconds(6)), 0)))
          .contains("winding down, 0 ms at most");
    }

    @ParameterizedTest
    @CsvSource({"1, about 1 s", "99, about 99 s", "100, about 2 min", "7200, about 2 h"})
    void it_rounds_the_estimate(int left, String words) {
      progress.begin(left + 1, at(ZERO));
      end(0, OK);

      assertThat(ProgressText.inWords(progress.look(at(ofSeconds(1)), 0))).contains(words);
    }
  }

  @Nested
  class On_a_terminal {
    @Test
    void it_is_a_bar_counts_and_what_takes_long() {
      busy();

      assertThat(new ProgressText(false, true).lines(look(), new Size(24, 80)))
          .containsExactly(
              "\u2501".repeat(10) + "\u2500".repeat(30) + "  1 of 4  25%  0.5/s  about 6 s left",
              "1 fetched, 0 failed, 2 under way, 1 waiting, 1.0 kB",
              "    2.0 s  http://b/" + "x".repeat(36) + "\u2026" + "x".repeat(22),
              "    2.0 s  http://c/  again in 500 ms");
    }

    @Test
    void it_makes_do_with_ascii() {
      busy();

      assertThat(new ProgressText(false, false).lines(look(), new Size(24, 60)))
          .allSatisfy(line -> assertThat(line).matches("\\p{ASCII}*"))
          .startsWith("#####" + "-".repeat(18) + "  1 of 4  25%  0.5/s  about 6 s left");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 13, 20, 40, 60, 79, 80, 200})
    void it_is_no_wider_than_that(int columns) {
      busy();

      assertThat(new ProgressText(false, true).lines(look(), new Size(24, columns)))
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(Math.max(columns, 11)));
    }

    @Test
    void it_is_one_line_on_a_low_one() {
      busy();

      assertThat(new ProgressText(true, true).lines(look(), new Size(9, 80))).hasSize(1);
    }

    @Test
    void it_is_full_with_nothing_to_do() {
      progress.begin(0, at(ZERO));

      assertThat(new ProgressText(false, true).lines(look(), new Size(9, 80)))
          .containsExactly("\u2501".repeat(40) + "  0 of 0  100%");
    }

    private void busy() {
      progress.begin(4, at(ZERO));
      progress.step(new Taken(0, "http://a/"), at(ZERO));
      progress.step(new Taken(1, "http://b/" + "x".repeat(100)), at(ZERO));
      progress.step(new Asked(1), at(ZERO));
      progress.step(new Taken(2, "http://c/"), at(ZERO));
      progress.step(new Pausing(2, ofMillis(2500)), at(ZERO));
      end(0, OK);
    }

    private View look() {
      return progress.look(at(ofSeconds(2)), ProgressText.MOST_FLIGHTS);
    }
  }

  private void take(int... numbers) {
    for (int number : numbers) {
      progress.step(new Taken(number, "http://a/" + number), at(ZERO));
    }
  }

  private void end(int number, Ending ending) {
    progress.step(new Ended(number, new FetchResult("http://a/", ending, ZERO, 1)), at(ZERO));
  }

  private static TrioTime at(Duration time) {
    return new TrioTime(0).plus(time);
  }
}
