package io.trio4j.console.fetch;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.console.terminal.Terminal;
import io.trio4j.console.timeline.Picture;
import io.trio4j.console.timeline.Picture.Drawn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a virtual clock, so that the picture is known to the last bar.
class TimelineReportTest {
  private static final String A = "http://a/";
  private static final String B = "http://b/";

  @TempDir private Path folder;

  private final FakeNetwork network = new FakeNetwork();
  private final StringWriter errors = new StringWriter();
  private int limit = 20;
  private Optional<Duration> totalTimeout = Optional.empty();

  @Test
  void draws_attempts_and_the_pauses_between_them() throws IOException {
    network
        .answers(A, ofMillis(50), 503)
        .breaks(A, ofMillis(60))
        .answers(A, ofMillis(70), 200)
        .answers(B, ofMillis(10), 404);

    Picture picture = fetch(A, B);

    assertThat(tooltips(picture, 0))
        .containsExactly(
            "refused: http://a/, attempt 1: 503, 50 ms",
            "pause: http://a/, pause after attempt 1, 100 ms",
            "failed: http://a/, attempt 2: IOException: broken, 60 ms",
            "pause: http://a/, pause after attempt 2, 200 ms",
            "fetched: http://a/, attempt 3: 200, 70 ms");
    assertThat(tooltips(picture, 1)).containsExactly("refused: http://b/, attempt 1: 404, 10 ms");
    assertThat(picture.texts("name")).containsExactly(A, B);
    assertThat(picture.texts("outcome"))
        .containsExactly("200 \u00b7 480 ms \u00b7 3 tries", "404 \u00b7 10 ms");
    assertThat(picture.texts("heading")).containsExactly("trio4j fetch");
    assertThat(picture.texts("quiet")).contains("2 URLs in 480 ms: 1 fetched (20 B), 1 failed");
    assertThat(picture.texts("about")).isEmpty();
  }

  @Test
  void draws_time_outs() throws IOException {
    network.breaks(A, ofSeconds(4)).answers(A, ofSeconds(60), 200);

    Picture picture = fetch(A);

    assertThat(tooltips(picture, 0))
        .endsWith("timed-out: http://a/, attempt 2: timed out, 5.9 s")
        .hasSize(3);
  }

  @Test
  void draws_the_wind_down_and_what_it_cut_off() throws IOException {
    limit = 2;
    network.answers(A, ofSeconds(9), 200).answers(B, ofMillis(950), 503);

    Picture picture = fetchAndShutDownAfter(ofSeconds(1), A, B, "http://c/");

    assertThat(tooltips(picture, 0))
        .containsExactly("cut-off: http://a/, attempt 1: cut off, 4.0 s");
    assertThat(tooltips(picture, 1))
        .containsExactly(
            "refused: http://b/, attempt 1: 503, 1.0 s",
            "pause: http://b/, pause after attempt 1, 50 ms");
    assertThat(tooltips(picture, 2)).isEmpty();
    assertThat(picture.texts("outcome"))
        .containsExactly("cut off \u00b7 4.0 s", "503 \u00b7 1.0 s", "not started");
    assertThat(picture.texts("about"))
        .containsExactly("winding down, 3.0 s of grace", "stopped: interrupted");
  }

  @Test
  void draws_no_pause_where_none_was_made() throws IOException {
    totalTimeout = Optional.of(ofMillis(250));
    network.answers(A, ofMillis(200), 503);

    Picture picture = fetch(A);

    assertThat(tooltips(picture, 0)).containsExactly("refused: http://a/, attempt 1: 503, 200 ms");
  }

  @Test
  void draws_a_hard_stop() throws IOException {
    network.answers(A, ofSeconds(9), 200).answers(B, ofMillis(950), 503);

    Picture picture =
        fetchBeside(
            program -> {
              Trio.sleep(ofSeconds(1));
              program.cancel("stop");
            },
            A,
            B);

    assertThat(tooltips(picture, 0))
        .containsExactly("cut-off: http://a/, attempt 1: cut off, 1.0 s");
    assertThat(tooltips(picture, 1))
        .containsExactly(
            "refused: http://b/, attempt 1: 503, 1.0 s",
            "pause: http://b/, pause after attempt 1, 50 ms",
            "cut-off: http://b/, cut off, 0 ms");
  }

  @Test
  void draws_what_is_no_url_and_what_is_there_twice() throws IOException {
    network.answers(A, ofMillis(10), 200).answers(A, ofMillis(20), 200);

    Picture picture = fetch(A, "\u001b<b>", A);

    assertThat(tooltips(picture, 1))
        .containsExactly("failed: \\x{1b}<b>, Illegal character in path, 0 ms");
    assertThat(tooltips(picture, 0)).hasSize(1);
    assertThat(tooltips(picture, 2)).hasSize(1);
  }

  @Test
  void draws_nothing_if_there_was_nothing() throws IOException {
    assertThat(fetch().rows()).isEmpty();
  }

  @Test
  void draws_many() throws IOException {
    String[] urls = new String[500];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = "http://host" + i % 7 + "/" + i;
      network.answers(urls[i], ofMillis(10 + i % 13 * 7), 200);
    }

    Picture picture = fetch(urls);

    assertThat(picture.rows()).hasSize(20);
    assertThat(picture.bars()).hasSize(500);
  }

  @Test
  void says_if_it_can_not_write() {
    network.answers(A, ZERO, 200);
    TimelineReport report = new TimelineReport(folder, output());

    run(report, _ -> {}, A);

    assertThat(report.isWritten()).isFalse();
    assertThat(errors.toString()).startsWith("can't write the timeline: java.nio.file.");
  }

  private static List<String> tooltips(Picture picture, int row) {
    return picture.rows().get(row).stream().map(TimelineReportTest::words).toList();
  }

  private static String words(Drawn bar) {
    return bar.style() + ": " + bar.tooltip();
  }

  private Picture fetch(String... urls) throws IOException {
    return fetchBeside(_ -> {}, urls);
  }

  private Picture fetchAndShutDownAfter(Duration delay, String... urls) throws IOException {
    return fetchBeside(
        program -> {
          Trio.sleep(delay);
          program.cancelGracefully(ofSeconds(10));
        },
        urls);
  }

  private Picture fetchBeside(Other other, String... urls) throws IOException {
    Path file = folder.resolve("timeline.svg");
    TimelineReport report = new TimelineReport(file, output());

    run(report, other, urls);

    assertThat(report.isWritten()).isTrue();
    assertThat(errors.toString()).isEmpty();
    return Picture.of(Files.readString(file));
  }

  private void run(Report report, Other other, String... urls) {
    RetrySchedule schedule = new RetrySchedule(2, ofMillis(200), () -> 0);
    FetchOptions options =
        new FetchOptions(limit, limit, ofSeconds(10), totalTimeout, schedule, false, ofSeconds(3));
    Trio.run(
        RunOptions.deterministic(1),
        () ->
            CancelScope.run(program ->
                Nursery.run(nursery -> {
                  nursery.startSoon("other", () -> other.run(program));
                  var _ = new FetchRun(network, options, report).fetch(List.of(urls));
                })));
  }

  private Output output() {
    return new Output(new PrintWriter(new StringWriter()), new PrintWriter(errors), Terminal.NONE);
  }

  private interface Other {
    void run(CancelScope program);
  }
}
