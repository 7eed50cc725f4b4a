package io.trio4j.console.fetch;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import io.trio4j.console.fetch.Step.Ended;
import io.trio4j.console.terminal.Size;
import io.trio4j.console.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final List<FetchResult> ALL =
      List.of(
          new FetchResult("http://a/", new Answered(200, 3149), ofMillis(12), 1),
          new FetchResult("http://b/", new Answered(503, 9), ofMillis(312), 3),
          new FetchResult("http://c/", new Failed("ConnectException", true), ofMillis(305), 3),
          new FetchResult("x", new Invalid("a URL must name a host"), ZERO, 0),
          new FetchResult("http://d/", new TimedOut(ofSeconds(1)), ofMillis(1001), 1),
          new FetchResult("http://e/", new CutOff("interrupted"), ofMillis(1500), 1),
          new FetchResult("http://f/", new NotStarted("interrupted"), ZERO, 0));

  private final StringWriter text = new StringWriter();
  private final StringWriter errors = new StringWriter();
  private final Output output = output(Terminal.NONE);

  @Nested
  class Text {
    @Test
    void has_a_line_for_each_result_and_one_for_all() {
      print(new TextReport(output, Narrator.SILENT), ALL);

      assertThat(text.toString())
          .isEqualToNormalizingNewlines(
              """
                200         12 ms    3.1 kB  http://a/
                503        312 ms       9 B  http://b/  (3 attempts)
                FAILED      after    305 ms  http://c/  ConnectException  (3 attempts)
                INVALID                      x  a URL must name a host
                TIMEOUT     after     1.0 s  http://d/
                CUT OFF     after     1.5 s  http://e/  interrupted
              7 URLs in 2.0 s: 1 fetched (3.2 kB), 4 failed, 1 cut off, 1 not started
              """);
    }

    @Test
    void leaves_out_of_the_summary_what_there_is_not() {
      print(new TextReport(output, Narrator.SILENT), ALL.subList(0, 1));

      assertThat(text.toString())
          .endsWith("1 URL in 2.0 s: 1 fetched (3.1 kB), 0 failed" + System.lineSeparator());
    }

    @Test
    void colours_the_outcome_on_a_terminal() {
      print(new TextReport(output(terminal(true, 80)), Narrator.SILENT), ALL.subList(0, 2));

      assertThat(text.toString())
          .contains("  \u001b[32m200    \u001b[m     12 ms")
          .contains("  \u001b[31m503    \u001b[m    312 ms");
    }

    @Test
    void lets_nobody_else_control_the_terminal() {
      FetchResult hostile =
          new FetchResult("http://\u001b[2J/", new Failed("\u001b]0;x\u0007", true), ZERO, 1);

      print(new TextReport(output, Narrator.SILENT), List.of(hostile));

      assertThat(text.toString())
          .contains("http://\\x{1b}[2J/  \\x{1b}]0;x\\x{7}")
          .doesNotContain("\u001b");
    }

    @Test
    void puts_the_narrators_words_below_the_line() {
      print(new TextReport(output, _ -> "So it goes."), ALL.subList(0, 1));

      assertThat(text.toString()).contains("http://a/\n             So it goes.");
    }
  }

  @Nested
  class Table {
    @Test
    void has_aligned_columns_in_the_order_of_the_urls() {
      print(new TableReport(output, Narrator.SILENT), ALL);

      assertThat(text.toString())
          .isEqualToNormalizingNewlines(
              """
              URL        STATUS     BYTES       TIME  TRIES  WHAT HAPPENED
              http://a/     200    3.1 kB      12 ms      1  fetched
              http://b/     503       9 B     312 ms      3  answered with an error
              http://c/       -         -     305 ms      3  ConnectException
              x               -         -       0 ms      0  a URL must name a host
              http://d/       -         -      1.0 s      1  no answer within 1.0 s
              http://e/       -         -      1.5 s      1  cut off: interrupted
              http://f/       -         -          -      0  not started: interrupted
              7 URLs in 2.0 s: 1 fetched (3.2 kB), 4 failed, 1 cut off, 1 not started
              """);
    }

    @Test
    void keeps_a_result_to_a_line_on_a_terminal() {
      String url = "http://example.org/" + "a".repeat(500) + "/end";
      FetchResult result = new FetchResult(url, new Failed("x".repeat(500), true), ZERO, 1);

      print(new TableReport(output(terminal(false, 80)), Narrator.SILENT), List.of(result));

      assertThat(text.toString().lines())
          .hasSize(3)
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(80))
          .anySatisfy(line ->
              assertThat(line).startsWith("http://example.").contains("...").contains("/end  "));
    }

    @Test
    void shortens_nothing_in_a_file_where_one_long_url_moves_its_own_line_only() {
      String url = "http://example.org/" + "a".repeat(500);
      FetchResult result = new FetchResult(url, new Failed("ConnectException", true), ZERO, 1);

      print(new TableReport(output, Narrator.SILENT), List.of(result, ALL.getFirst()));

      assertThat(text.toString().lines())
          .anySatisfy(line -> assertThat(line).startsWith(url).endsWith("ConnectException"))
          .anySatisfy(line -> assertThat(line).startsWith("http://a/").hasSize(100 + 38 + 7));
    }

    @Test
    void colours_what_went_wrong_on_a_terminal() {
      print(new TableReport(output(terminal(true, 80)), Narrator.SILENT), ALL);

      assertThat(text.toString().lines())
          .filteredOn(line -> line.startsWith("\u001b"))
          .hasSize(6)
          .allSatisfy(line -> assertThat(line).endsWith("\u001b[m"));
    }

    @Test
    void of_nothing_is_a_line() {
      print(new TableReport(output, Narrator.SILENT), List.of());

      assertThat(text.toString())
          .isEqualToNormalizingNewlines("0 URLs in 2.0 s: 0 fetched (0 B), 0 failed\n");
    }
  }

  @Nested
  class Json {
    @Test
    void is_one_object_with_all_results_and_the_summary() {
      print(new JsonReport(output, Narrator.SILENT), ALL);

      Map<String, String> json = JsonPaths.of(text.toString());
      assertThat(json)
          .containsEntry("/results/0/url", "http://a/")
          .containsEntry("/results/0/outcome", "answered")
          .containsEntry("/results/0/status", "200")
          .containsEntry("/results/0/bytes", "3149")
          .containsEntry("/results/0/millis", "12")
          .containsEntry("/results/0/attempts", "1")
          .doesNotContainKey("/results/0/note")
          .containsEntry("/results/2/outcome", "failed")
          .containsEntry("/results/2/problem", "ConnectException")
          .containsEntry("/results/3/outcome", "invalid")
          .containsEntry("/results/4/outcome", "timeout")
          .containsEntry("/results/4/problem", "no answer within 1.0 s")
          .containsEntry("/results/5/outcome", "cut off")
          .containsEntry("/results/6/outcome", "not started")
          .containsEntry("/summary/urls", "7")
          .containsEntry("/summary/fetched", "1")
          .containsEntry("/summary/failed", "4")
          .containsEntry("/summary/cutOff", "1")
          .containsEntry("/summary/notStarted", "1")
          .containsEntry("/summary/bytes", "3158")
          .containsEntry("/summary/millis", "2000");
    }

    @Test
    void escapes_what_a_url_may_hold_and_keeps_to_ascii() {
      String nasty = "a\"\\\u0001\u00e4\ud83d\ude00";
      FetchResult result = new FetchResult(nasty, new Invalid("no"), ZERO, 0);

      print(new JsonReport(output, _ -> "note"), List.of(result));

      assertThat(text.toString()).matches("\\p{ASCII}*");
      assertThat(JsonPaths.of(text.toString()))
          .containsEntry("/results/0/url", nasty)
          .containsEntry("/results/0/note", "note");
    }

    @Test
    void is_complete_without_any_result() {
      print(new JsonReport(output, Narrator.SILENT), List.of());

      assertThat(JsonPaths.of(text.toString())).containsEntry("/summary/urls", "0");
    }
  }

  @Test
  void winding_down_is_told_apart_from_the_results() {
    new TextReport(output, Narrator.SILENT).windingDown(ofSeconds(3));
    new TableReport(output, Narrator.SILENT).windingDown(ofSeconds(3));
    new JsonReport(output, Narrator.SILENT).windingDown(ofSeconds(3));

    assertThat(text.toString()).isEmpty();
    assertThat(errors.toString().lines())
        .hasSize(3)
        .containsOnly("Winding down: what is under way gets 3.0 s. Once more stops it at once.");
  }

  private Output output(Terminal terminal) {
    return new Output(new PrintWriter(text), new PrintWriter(errors), terminal);
  }

  private static Terminal terminal(boolean isColoured, int columns) {
    return new Terminal(true, true, isColoured, true, () -> new Size(24, columns));
  }

  private static void print(Report report, List<FetchResult> results) {
    for (int number = 0; number < results.size(); number++) {
      report.step(new Ended(number, results.get(number)));
    }
    report.end(results, Summary.of(results, ofSeconds(2)));
  }
}
