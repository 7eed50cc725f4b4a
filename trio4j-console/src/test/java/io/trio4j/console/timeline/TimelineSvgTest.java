package io.trio4j.console.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.trio4j.console.timeline.Picture.Drawn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineSvgTest {
  private static final long MILLI = 1_000_000;

  @Nested
  class A_few_tracks {
    @Test
    void have_a_row_each_with_name_and_outcome() {
      Picture picture =
          draw(
              1000 * MILLI,
              new Track("http://a/", "200  100 ms", List.of(span(Kind.FETCHED, 0, 100))),
              new Track("http://b/", "not started", List.of()));

      assertThat(picture.rows()).extracting(List::size).containsExactly(1, 0);
      assertThat(picture.texts("name")).containsExactly("http://a/", "http://b/");
      assertThat(picture.texts("outcome")).containsExactly("200  100 ms", "not started");
      assertThat(picture.texts("heading")).containsExactly("heading");
      assertThat(picture.texts("quiet")).contains("summary");
    }

    @Test
    void have_bars_where_and_as_long_as_they_ran() {
      Picture picture =
          draw(
              1000 * MILLI,
              new Track(
                  "a",
                  "",
                  List.of(
                      span(Kind.REFUSED, 0, 200),
                      span(Kind.PAUSE, 200, 500),
                      span(Kind.FETCHED, 500, 1000))));

      assertThat(picture.bars())
          .extracting(Drawn::style)
          .containsExactly("refused", "pause", "fetched");
      Drawn refused = picture.bars().get(0);
      Drawn pause = picture.bars().get(1);
      Drawn fetched = picture.bars().get(2);
      double left = refused.x();
      double all = fetched.end() + 0.8 - left; // a gap, that bars side by side don't look like one
      assertThat(refused.width() + 0.8).isCloseTo(all * 0.2, within(0.2));
      assertThat(pause.x() - left).isCloseTo(all * 0.2, within(0.2));
      assertThat(fetched.x() - left).isCloseTo(all * 0.5, within(0.2));
      assertThat(pause.height()).isLessThan(fetched.height() / 2);
      assertThat(fetched.tooltip()).isEqualTo("FETCHED 500-1000");
    }

    @Test
    void have_bars_that_can_be_seen_however_short() {
      List<Span> spans = new ArrayList<>();
      spans.add(new Span(Kind.REFUSED, 0, 1, "first"));
      spans.add(new Span(Kind.PAUSE, 1, 500 * MILLI, "pause"));
      spans.add(new Span(Kind.FETCHED, 500 * MILLI, 500 * MILLI, "second"));

      Picture picture = draw(1000 * MILLI, new Track("a", "", spans));

      assertThat(picture.bars()).hasSize(3).allMatch(bar -> bar.width() >= 1.4);
      assertNothingOverlaps(picture);
    }

    @Test
    void name_in_the_legend_what_there_is() {
      Picture picture =
          draw(
              100 * MILLI,
              new Track("a", "", List.of(span(Kind.TIMED_OUT, 0, 50))),
              new Track("b", "", List.of(span(Kind.FETCHED, 0, 50))));

      assertThat(picture.legend()).containsExactly("fetched", "timed out");
    }

    @Test
    void end_in_a_wall_if_their_time_was_up() {
      String svg =
          TimelineSvg.draw(
              timeline(100 * MILLI, List.of(track(span(Kind.TIMED_OUT, 0, 50))), List.of()));

      // One in the picture, one in the legend.
      assertThat(svg).containsPattern("(?s)class=\"cap\".*class=\"cap\"");
    }
  }

  @Nested
  class What_concerned_all {
    @Test
    void is_written_where_it_began() {
      String svg =
          TimelineSvg.draw(
              timeline(
                  1000 * MILLI,
                  List.of(track(span(Kind.CUT_OFF, 0, 1000))),
                  List.of(
                      new Phase(400 * MILLI, "winding down"), new Phase(1000 * MILLI, "stopped"))));
      Picture picture = Picture.of(svg);

      assertThat(picture.texts("about")).containsExactly("winding down", "stopped");
      assertThat(svg).contains("class=\"phase\"");
      assertNothingLeavesThePicture(picture);
    }
  }

  @Nested
  class Many_tracks {
    @ParameterizedTest
    @CsvSource({"51, 10", "500, 20", "2000, 50", "10000, 20", "10000, 200"})
    void share_lanes_and_no_bar_covers_another(int count, int limit) {
      Picture picture = Picture.of(TimelineSvg.draw(random(count, limit)));

      assertThat(picture.rows()).hasSizeLessThanOrEqualTo(limit).hasSizeGreaterThan(limit / 2);
      assertThat(picture.texts("name")).isEmpty();
      assertThat(picture.texts("quiet"))
          .anyMatch(note ->
              note.startsWith(count + " of " + count + " were begun, at most ")
                  && note.endsWith("share a lane."));
      assertNothingOverlaps(picture);
      assertNothingLeavesThePicture(picture);
    }

    @Test
    void all_at_once_are_folded_and_it_says_so() {
      Picture picture = Picture.of(TimelineSvg.draw(random(10_000, 10_000)));

      assertThat(picture.rows()).hasSizeBetween(100, 200);
      assertThat(picture.texts("quiet"))
          .anyMatch(note -> note.matches("Each line stands for \\d+ lanes.*"));
      assertThat(picture.legend()).contains("timed out", "error status");
      assertNothingOverlaps(picture);
      assertNothingLeavesThePicture(picture);
    }

    @Test
    void that_are_too_short_to_be_seen_are_drawn_together_as_the_worst_of_them() {
      List<Track> tracks = new ArrayList<>();
      for (long i = 0; i < 100; i++) {
        Kind kind = i == 50 ? Kind.FAILED : Kind.FETCHED;
        tracks.add(track(new Span(kind, i * 1000, i * 1000 + 1000, "number " + i)));
      }

      Picture picture = Picture.of(TimelineSvg.draw(timeline(1000 * MILLI, tracks, List.of())));

      assertThat(picture.bars())
          .singleElement()
          .satisfies(bar -> {
            assertThat(bar.style()).isEqualTo("failed");
            assertThat(bar.tooltip()).isEqualTo("number 50, and 99 more");
          });
      assertThat(picture.texts("quiet")).anyMatch(note -> note.startsWith("What is too short"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 10_000})
    void make_a_file_one_can_still_open(int count) {
      String svg = TimelineSvg.draw(random(count, 200));

      assertThat(svg.length()).isLessThan(5_000_000);
    }

    @Test
    void of_which_none_was_begun_leave_an_empty_picture() {
      List<Track> tracks = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        tracks.add(new Track("a", "not started", List.of()));
      }

      Picture picture = Picture.of(TimelineSvg.draw(timeline(1, tracks, List.of())));

      assertThat(picture.bars()).isEmpty();
      assertThat(picture.texts("quiet")).contains("None of 60 was begun.");
    }
  }

  @Nested
  class Anything {
    @Test
    void may_stand_in_a_name() {
      String hostile = "http://a/<script>alert(\"1\")</script>&amp;'\u001b\u0000\ud800\uffff]]>";
      Picture picture =
          draw(100, new Track(hostile, hostile, List.of(new Span(Kind.FAILED, 0, 100, hostile))));

      assertThat(picture.count("script")).isZero();
      assertThat(picture.bars())
          .singleElement()
          .extracting(Drawn::tooltip)
          .asString()
          .startsWith("http://a/<script>alert(\"1\")</script>&amp;'\\x{1b}\\x{0}\\x{d800}");
      assertThat(picture.texts("name")).singleElement().asString().startsWith("http://a/<script>");
    }

    @Test
    void that_is_very_long_is_cut() {
      String name = "http://a/" + "x".repeat(100_000) + "/end";
      String svg =
          TimelineSvg.draw(
              timeline(
                  100,
                  List.of(new Track(name, name, List.of(new Span(Kind.FAILED, 0, 100, name)))),
                  List.of(new Phase(50, name))));

      assertThat(svg.length()).isLessThan(10_000);
      assertThat(Picture.of(svg).texts("name")).allMatch(text -> text.endsWith("x/end"));
      assertNothingLeavesThePicture(Picture.of(svg));
    }

    @Test
    void is_drawn_even_if_it_is_nothing() {
      Picture picture = draw(0);

      assertThat(picture.bars()).isEmpty();
      assertThat(picture.texts("heading")).containsExactly("heading");
      assertThat(picture.texts("tick")).startsWith("0");
    }

    @Test
    void that_took_no_time_at_all_is_drawn() {
      assertThat(draw(0, track(new Span(Kind.FAILED, 0, 0, "a"))).bars()).hasSize(1);
    }

    @Test
    void gives_the_same_bytes_again() {
      assertThat(TimelineSvg.draw(random(300, 20))).isEqualTo(TimelineSvg.draw(random(300, 20)));
    }

    @Test
    void is_drawn_without_script_and_without_anything_from_elsewhere() {
      String svg = TimelineSvg.draw(random(10, 3));

      assertThat(svg)
          .doesNotContain("<script", "href", "@import", "url(http", "onload", "<foreignObject")
          .contains("prefers-color-scheme: dark");
    }

    @Test
    void that_ends_before_it_begins_is_refused() {
      assertThatThrownBy(() -> new Span(Kind.FETCHED, 2, 1, ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("toNanos must not be before fromNanos, 2: 1");
    }
  }

  private static void assertNothingOverlaps(Picture picture) {
    double bottom = 0;
    for (List<Drawn> row : picture.rows()) {
      double end = 0;
      for (Drawn bar : row) {
        assertThat(bar.x())
            .as("%s begins after the one before it", bar)
            .isGreaterThanOrEqualTo(end);
        assertThat(bar.y()).as("%s is below the row above it", bar).isGreaterThanOrEqualTo(bottom);
        end = bar.end() - 1e-9;
      }
      bottom = row.stream().mapToDouble(bar -> bar.y() + bar.height() - 1e-9).max().orElse(bottom);
    }
  }

  private static void assertNothingLeavesThePicture(Picture picture) {
    assertThat(picture.bars())
        .allSatisfy(bar -> {
          assertThat(bar.x()).isBetween(0.0, picture.size("width"));
          assertThat(bar.end()).isLessThanOrEqualTo(picture.size("width"));
          assertThat(bar.y() + bar.height()).isLessThanOrEqualTo(picture.size("height"));
        });
  }

  /// A batch as it may have run, the same each time: so many at once, some tried again.
  private static Timeline random(int count, int limit) {
    Random random = new Random(count + limit);
    long[] free = new long[Math.min(count, limit)];
    List<Track> tracks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int place = i % free.length;
      List<Span> spans = new ArrayList<>();
      long time = free[place];
      for (int attempt = random.nextInt(3); attempt > 0; attempt--) {
        long end = time + random.nextLong(20 * MILLI);
        spans.add(new Span(Kind.REFUSED, time, end, "503"));
        time = end + random.nextLong(50 * MILLI);
        spans.add(new Span(Kind.PAUSE, end, time, "pause"));
      }
      long end = time + random.nextLong(200 * MILLI);
      Kind kind = random.nextInt(10) == 0 ? Kind.TIMED_OUT : Kind.FETCHED;
      spans.add(new Span(kind, time, end, "http://host/" + i + ", some words about it"));
      free[place] = end;
      tracks.add(new Track("http://host/" + i, "200", spans));
    }
    long end = tracks.stream().mapToLong(Track::toNanos).max().orElse(0);
    return timeline(end, tracks, List.of());
  }

  private static Picture draw(long endNanos, Track... tracks) {
    return Picture.of(TimelineSvg.draw(timeline(endNanos, List.of(tracks), List.of())));
  }

  private static Timeline timeline(long endNanos, List<Track> tracks, List<Phase> phases) {
    return new Timeline("heading", "summary", endNanos, tracks, phases);
  }

  private static Track track(Span span) {
    return new Track("a", "", List.of(span));
  }

  private static Span span(Kind kind, long fromMillis, long toMillis) {
    return new Span(
        kind, fromMillis * MILLI, toMillis * MILLI, kind + " " + fromMillis + "-" + toMillis);
  }
}
