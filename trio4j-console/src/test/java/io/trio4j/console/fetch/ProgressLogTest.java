package io.trio4j.console.fetch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.console.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLogTest {
  private final StringWriter errors = new StringWriter();
  private final FakeNetwork network = new FakeNetwork();

  @Test
  void has_a_line_every_five_seconds_and_none_for_what_is_done_sooner() {
    network
        .answers("http://a/", ofSeconds(4), 200)
        .answers("http://b/", ofSeconds(8), 200)
        .answers("http://c/", ofSeconds(6), 200);

    fetch("http://a/", "http://b/", "http://c/");

    assertThat(errors.toString())
        .isEqualToNormalizingNewlines(
            """
            1 of 3 done, 0.2/s, about 10 s left; 1 fetched, 0 failed, 2 under way, 0 waiting, 10 B
            """);
  }

  private void fetch(String... urls) {
    RetrySchedule schedule = new RetrySchedule(2, ofMillis(200), () -> 0);
    FetchOptions options =
        new FetchOptions(9, 9, ofSeconds(60), Optional.empty(), schedule, false, ofSeconds(3));
    Output output =
        new Output(new PrintWriter(new StringWriter()), new PrintWriter(errors), Terminal.NONE);
    Trio.run(
        RunOptions.deterministic(1),
        () -> {
          var _ = new FetchRun(network, options, new ProgressLog(output)).fetch(List.of(urls));
        });
  }
}
