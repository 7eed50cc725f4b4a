package io.trio4j.console.fetch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.terminal.Screen;
import io.trio4j.console.terminal.Size;
import io.trio4j.console.terminal.Terminal;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// On a virtual clock, with both streams on one screen.
class LiveReportTest {
  private static final String A = "http://a/";
  private static final String B = "http://b/";
  private static final String DRAWN = "waiting";

  private final FakeNetwork network = new FakeNetwork();
  private final List<Duration> measured = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private Screen screen = new Screen(80);
  private int limit = 2;

  @Test
  void draws_the_progress_below_the_results() {
    network.answers(A, ofSeconds(2), 200).answers(B, ofSeconds(5), 200);

    List<String> seen = fetchAndLookAt(ofMillis(3050), A, B);

    assertThat(seen)
        .containsExactly(
            """
              200         2.0 s      10 B  http://a/
            ####################--------------------  1 of 2  50%  0.3/s  about 3 s left
            1 fetched, 0 failed, 1 under way, 0 waiting, 10 B
                3.0 s  http://b/\
            """);
  }

  @Test
  void leaves_nothing_but_the_results() {
    network.answers(A, ofSeconds(2), 200).answers(B, ofSeconds(5), 404);

    fetch(A, B);

    assertThat(screen.text())
        .isEqualTo(
            """
              200         2.0 s      10 B  http://a/
              404         5.0 s      10 B  http://b/
            2 URLs in 5.0 s: 1 fetched (20 B), 1 failed
            """);
    assertThat(screen.isAsItWas()).isTrue();
  }

  @Test
  void draws_nothing_for_what_is_soon_done() {
    network.answers(A, ofMillis(290), 200);

    fetch(A);

    assertThat(errors).isEmpty();
    assertThat(screen.text()).contains("1 URL in 290 ms");
  }

  @Test
  void draws_each_frame_at_once_and_over_the_last() {
    network.answers(A, ofMillis(950), 200);

    fetch(A);

    // Seven frames from 300 ms on, and one to wipe the last away.
    assertThat(errors).hasSize(8);
    assertThat(errors.subList(1, 7))
        .allSatisfy(frame ->
            assertThat(frame).startsWith("\u001b[2A\r\u001b[?7l").endsWith("\u001b[J\u001b[?7h"));
  }

  @Test
  void says_above_the_progress_that_it_winds_down_and_below_how_long() {
    limit = 1;
    network.answers(A, ofSeconds(9), 200);
    List<String> seen = new ArrayList<>();

    fetchBeside(
        program -> {
          Trio.sleep(ofSeconds(1));
          program.cancelGracefully(ofSeconds(10));
          Trio.sleep(ofMillis(550));
          seen.add(screen.text());
        },
        A,
        B);

    assertThat(seen)
        .singleElement()
        .asString()
        .matches(
            """
            Winding down: what is under way gets 3\\.0 s\\. Once more stops it at once\\.
            -{38}  0 of 2  0%  winding down, 2\\.5 s at most
            0 fetched, 0 failed, 1 under way, 1 waiting, 0 B
                1\\.5 s  http://a/\
            """);
    assertThat(screen.text())
        .contains("  CUT OFF     after     4.0 s  http://a/  interrupted\n2 URLs in 4.0 s")
        .doesNotContain(DRAWN);
    assertThat(screen.isAsItWas()).isTrue();
  }

  @Test
  void leaves_the_terminal_as_it_was_when_it_is_stopped_at_once() {
    network.answers(A, ofSeconds(9), 200);

    fetchBeside(
        program -> {
          Trio.sleep(ofMillis(1234));
          program.cancel("Ctrl-C, twice");
        },
        A);

    assertThat(screen.text()).contains("CUT OFF     after     1.2 s").doesNotContain(DRAWN);
    assertThat(screen.isAsItWas()).isTrue();
  }

  @Test
  void leaves_nothing_on_a_terminal_that_is_narrower_than_it_said() {
    screen = new Screen(24);
    network.answers(A, ofSeconds(2), 200).answers(B, ofSeconds(5), 200);

    fetch(A, B);

    assertThat(screen.text()).doesNotContain("#").doesNotContain(DRAWN);
    assertThat(screen.isAsItWas()).isTrue();
  }

  @Test
  void asks_now_and_then_how_large_the_terminal_is() {
    network.answers(A, ofSeconds(5), 200);

    fetch(A);

    assertThat(measured).containsExactly(Duration.ZERO, ofSeconds(2), ofSeconds(4));
  }

  @Test
  void has_remarks_before_and_after_the_fetches() {
    network.answers(A, ofSeconds(1), 200);
    Report report = report();
    report.remark("before");

    Trio.run(
        RunOptions.deterministic(1),
        () -> {
          var _ = new FetchRun(network, options(), report).fetch(List.of(A));
        });
    report.remark("after");

    assertThat(screen.text().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("before"),
            line -> assertThat(line).endsWith("http://a/"),
            line -> assertThat(line).startsWith("1 URL in"),
            line -> assertThat(line).isEqualTo("after"));
  }

  @ParameterizedTest
  @EnumSource
  void prints_each_result_once_in_every_mode(RunMode mode) {
    limit = 8;
    List<String> urls = IntStream.range(0, 300).mapToObj(i -> "http://host/" + i).toList();
    Exchange exchange =
        _ -> {
          Trio.checkpoint();
          return new Answered(200, 1);
        };

    Trio.run(
        RunOptions.defaults().withMode(mode),
        () -> {
          var _ = new FetchRun(exchange, options(), report()).fetch(urls);
        });

    assertThat(screen.text().lines().filter(line -> line.contains("http://")))
        .extracting(line -> line.substring(line.indexOf("http://")))
        .containsExactlyInAnyOrderElementsOf(urls);
    assertThat(screen.isAsItWas()).isTrue();
  }

  private List<String> fetchAndLookAt(Duration time, String... urls) {
    List<String> seen = new ArrayList<>();
    fetchBeside(
        _ -> {
          Trio.sleep(time);
          seen.add(screen.text());
        },
        urls);
    return seen;
  }

  private void fetch(String... urls) {
    fetchBeside(_ -> {}, urls);
  }

  /// Fetches in a scope that stands for the program, which `other` may cancel meanwhile.
  private void fetchBeside(Other other, String... urls) {
    Trio.run(
        RunOptions.deterministic(1),
        () ->
            CancelScope.run(program ->
                Nursery.run(nursery -> {
                  nursery.startSoon("other", () -> other.run(program));
                  var _ = new FetchRun(network, options(), report()).fetch(List.of(urls));
                })));
  }

  private Report report() {
    Terminal terminal = new Terminal(true, true, false, false, this::measure);
    Output output = new Output(onScreen(new ArrayList<>()), onScreen(errors), terminal);
    return new LiveReport(new TextReport(output, Narrator.SILENT), output);
  }

  private Size measure() {
    measured.add(Duration.ofNanos(Trio.currentTime().nanos()));
    return new Size(24, 80);
  }

  private FetchOptions options() {
    RetrySchedule schedule = new RetrySchedule(2, ofMillis(200), () -> 0);
    return new FetchOptions(
        limit, limit, ofSeconds(60), Optional.empty(), schedule, false, ofSeconds(3));
  }

  /// A stream of which each write is seen at once.
  private PrintWriter onScreen(List<String> writes) {
    return new PrintWriter(
        new Writer() {
          @Override
          public void write(char[] buffer, int offset, int length) {
            String text = new String(buffer, offset, length);
            writes.add(text);
            screen.show(text);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
  }

  private interface Other {
    void run(CancelScope program);
  }
}
