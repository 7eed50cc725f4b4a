package io.trio4j.console.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Trio;
import io.trio4j.console.terminal.Terminal;
import io.trio4j.console.timeline.Picture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FetchCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String standardInput = "";
  private Terminal terminal = Terminal.NONE;
  private Callable<?> beforeRun = () -> "nothing to do";
  private DemoServer server;

  @BeforeEach
  void start() throws IOException {
    server = DemoServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Nested
  class Given_urls {
    @Test
    void as_arguments_it_fetches_them() throws Exception {
      int exitCode = execute(url(DemoEndpoint.FAST), url(DemoEndpoint.FLAKY), "--backoff=1ms");

      assertThat(exitCode).isZero();
      assertThat(out.toString())
          .contains("1.8 kB  " + url(DemoEndpoint.FAST))
          .contains("1.8 kB  " + url(DemoEndpoint.FLAKY) + "  (3 attempts)")
          .contains("2 URLs in ")
          .contains(": 2 fetched (3.5 kB), 0 failed");
    }

    @Test
    void in_a_file_it_fetches_them() throws Exception {
      String lines = "# demo\n\n" + url(DemoEndpoint.FAST) + "\n" + url(DemoEndpoint.FAST) + "\n";
      Path file = Files.writeString(folder.resolve("urls"), lines);

      assertThat(execute("--file", file.toString())).isZero();
      assertThat(out.toString()).contains(": 2 fetched");
    }

    @Test
    void on_standard_input_it_fetches_them() throws Exception {
      standardInput = url(DemoEndpoint.FAST) + "\n";

      assertThat(execute("-")).isZero();
      assertThat(out.toString()).contains(": 1 fetched");
    }

    @Test
    void of_which_there_are_none_in_the_file_it_fetches_nothing() throws Exception {
      Path file = Files.writeString(folder.resolve("urls"), "# none yet\n");

      assertThat(execute("-f", file.toString())).isZero();
      assertThat(out.toString()).startsWith("0 URLs in ");
    }

    @Test
    void of_which_one_fails_it_exits_with_1() throws Exception {
      int exitCode = execute(url(DemoEndpoint.FAST), url(DemoEndpoint.MISSING), "example.org");

      assertThat(exitCode).isEqualTo(1);
      assertThat(out.toString())
          .contains("404")
          .contains("example.org  a URL must begin with http:// or https://")
          .contains(": 1 fetched (1.8 kB), 2 failed");
      assertThat(err.toString()).isEmpty();
    }

    @Test
    void it_keeps_to_the_time_out_and_the_longest_body() throws Exception {
      int exitCode =
          execute(
              url(DemoEndpoint.SLOW), url(DemoEndpoint.FAST), "--timeout=800ms", "--max-size=1kB");

      assertThat(exitCode).isEqualTo(1);
      assertThat(out.toString())
          .contains("TIMEOUT     after    800 ms  " + url(DemoEndpoint.SLOW))
          .contains("the body is longer than --max-size, 1.0 kB");
    }

    @Test
    void it_stops_at_the_first_failure_if_asked() throws Exception {
      int exitCode =
          execute("--fail-fast", "-n1", url(DemoEndpoint.MISSING), url(DemoEndpoint.FAST));

      assertThat(exitCode).isEqualTo(3);
      assertThat(out.toString()).contains(": 0 fetched (9 B), 1 failed, 1 not started");
    }

    @Test
    void it_exits_with_3_if_the_time_for_all_was_too_short() throws Exception {
      int exitCode = execute("--total-timeout=100ms", url(DemoEndpoint.SLOW));

      assertThat(exitCode).isEqualTo(3);
      assertThat(out.toString()).contains("the time-out for all, 100 ms, has passed");
    }

    @Test
    void it_prints_a_table_if_asked() throws Exception {
      int exitCode = execute("--table", url(DemoEndpoint.MISSING), url(DemoEndpoint.FAST));

      assertThat(exitCode).isEqualTo(1);
      assertThat(out.toString().lines())
          .satisfiesExactly(
              line -> assertThat(line).startsWith("URL ").endsWith("WHAT HAPPENED"),
              line -> assertThat(line).contains("/missing     404 ").endsWith("error"),
              line -> assertThat(line).contains("/fast        200 ").endsWith("fetched"),
              line -> assertThat(line).startsWith("2 URLs in "));
    }

    @Test
    void it_keeps_to_the_limit_of_each_host() throws Exception {
      int exitCode = execute("--per-host=1", url(DemoEndpoint.FAST), url(DemoEndpoint.FAST));

      assertThat(exitCode).isZero();
      assertThat(out.toString()).contains(": 2 fetched");
    }

    @Test
    void it_draws_what_ran_when_if_asked() throws Exception {
      Path file = folder.resolve("timeline.svg");

      int exitCode = execute("--timeline", file.toString(), url(DemoEndpoint.FAST));

      assertThat(exitCode).isZero();
      assertThat(out.toString()).contains(": 1 fetched");
      assertThat(Picture.of(Files.readString(file)).bars())
          .singleElement()
          .satisfies(bar -> assertThat(bar.style()).isEqualTo("fetched"));
    }

    @Test
    void it_exits_with_4_if_that_can_not_be_written_in_the_end() throws Exception {
      Path file = folder.resolve("timeline.svg");
      beforeRun = () -> Files.createDirectory(file);

      assertThat(execute("--timeline", file.toString(), url(DemoEndpoint.FAST))).isEqualTo(4);
      assertThat(out.toString()).contains(": 1 fetched");
      assertThat(err.toString()).startsWith("can't write the timeline: ");
    }

    @Test
    void it_exits_with_70_and_a_stack_if_it_fails_itself() throws Exception {
      terminal =
          new Terminal(
              true,
              false,
              false,
              false,
              () -> {
                throw new IllegalStateException("planted");
              });

      assertThat(execute("--table", url(DemoEndpoint.FAST))).isEqualTo(70);
      assertThat(err.toString()).contains("IllegalStateException: planted").contains("\tat ");
    }

    @Test
    void it_prints_json_if_asked() throws Exception {
      int exitCode =
          execute("--json", url(DemoEndpoint.FAST), url(DemoEndpoint.DEAD), "--retries=0");

      assertThat(exitCode).isEqualTo(1);
      Map<String, String> json = JsonPaths.of(out.toString());
      assertThat(json)
          .containsEntry("/results/0/url", url(DemoEndpoint.FAST))
          .containsEntry("/results/0/status", "200")
          .containsEntry("/results/1/outcome", "failed")
          .containsEntry("/results/1/problem", "ConnectException")
          .containsEntry("/results/1/attempts", "1")
          .containsEntry("/summary/urls", "2");
    }
  }

  @Nested
  class Without_a_url {
    @Test
    void it_shows_the_demo_and_exits_with_0() throws Exception {
      int exitCode = execute();

      assertThat(exitCode).as(out.toString()).isZero();
      assertThat(out.toString())
          .startsWith("No URL given")
          .containsPattern("  200  .*/fast\n .*Answered at once")
          .containsPattern("  200  .*/steady\n .*took its 250 ms")
          .containsPattern("  404  .*/missing\n .*not retried")
          .containsPattern("  200  .*/flaky  \\(3 attempts\\)\n .*503 twice")
          .containsPattern(
              "  FAILED .*/dead  ConnectException  \\(3 attempts\\)\n .*Nobody listens")
          .containsPattern("  TIMEOUT .*/slow\n .*cancelled this fetch")
          .contains("6 URLs in ")
          .contains("Exit code 0");
    }

    @Test
    void it_explains_in_json_too() throws Exception {
      int exitCode = execute("--json");

      assertThat(exitCode).as(out.toString()).isZero();
      assertThat(JsonPaths.of(out.toString()))
          .containsEntry("/summary/urls", "6")
          .containsEntry("/results/5/outcome", "timeout")
          .hasEntrySatisfying("/results/5/note", note -> assertThat(note).contains("5.0 s"));
    }

    @Test
    void options_change_the_picture_and_it_says_so() throws Exception {
      int exitCode = execute("--timeout=500ms", "--retries=0");

      assertThat(exitCode).isZero();
      assertThat(out.toString())
          .containsPattern("  503  .*/flaky\n .*Still 503 after one attempt")
          .contains("does not check what it shows");
    }
  }

  @Nested
  class A_wrong_command_line {
    @ParameterizedTest
    @CsvSource({
      "--limit=0, --limit must be at least 1: 0",
      "--retries=-1, --retries must not be negative: -1",
      "--grace=11s, --grace must be at most 10s: 11.0 s",
      "--per-host=0, --per-host must be at least 1: 0",
      "--progress=maybe, 'it must be auto, always or never: maybe'",
      "--timeline=/no/such/folder/x.svg, --timeline must name a file that can be written",
      "--timeline=/, --timeline must name a file that can be written",
      "--timeout=soon, a duration must be a number",
      "--max-size=huge, a size must be a number",
      "--file=/no/such/file, can't read the URLs: java.nio.file.NoSuchFileException"
    })
    void is_refused_with_2(String option, String message) throws Exception {
      int exitCode = execute(option);

      assertThat(exitCode).isEqualTo(2);
      assertThat(err.toString()).contains(message).contains("Usage: fetch");
      assertThat(out.toString()).isEmpty();
    }

    @Test
    void may_be_two_that_do_not_go_together() {
      assertThat(execute("--json", "--table")).isEqualTo(2);
      assertThat(err.toString()).startsWith("--table and --json can't be given together");
    }
  }

  private String url(DemoEndpoint endpoint) throws IOException {
    return server.url(endpoint).toString();
  }

  private int execute(String... args) {
    FetchCommand command =
        new FetchCommand(
            new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
            body -> {
              beforeRun.call();
              return Trio.run(() -> body.call());
            },
            () -> terminal);
    CommandLine commandLine = new CommandLine(command);
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }
}
