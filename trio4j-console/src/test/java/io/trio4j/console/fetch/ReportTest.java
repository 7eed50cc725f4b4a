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
  private final PrintWriter out = new PrintWriter(text);
  private final StringWriter errors = new StringWriter();
  private final PrintWriter err = new PrintWriter(errors);

  @Nested
  class Text {
    @Test
    void has_a_line_for_each_result_and_one_for_all() {
      print(new TextReport(out, err, Narrator.SILENT), ALL);

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
      print(new TextReport(out, err, Narrator.SILENT), ALL.subList(0, 1));

      assertThat(text.toString())
          .endsWith("1 URL in 2.0 s: 1 fetched (3.1 kB), 0 failed" + System.lineSeparator());
    }

    @Test
    void puts_the_narrators_words_below_the_line() {
      print(new TextReport(out, err, _ -> "So it goes."), ALL.subList(0, 1));

      assertThat(text.toString()).contains("http://a/\n             So it goes.");
    }
  }

  @Nested
  class Json {
    @Test
    void is_one_object_with_all_results_and_the_summary() {
      print(new JsonReport(out, err, Narrator.SILENT), ALL);

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

      print(new JsonReport(out, err, _ -> "note"), List.of(result));

      assertThat(text.toString()).matches("\\p{ASCII}*");
      assertThat(JsonPaths.of(text.toString()))
          .containsEntry("/results/0/url", nasty)
          .containsEntry("/results/0/note", "note");
    }

    @Test
    void is_complete_without_any_result() {
      print(new JsonReport(out, err, Narrator.SILENT), List.of());

      assertThat(JsonPaths.of(text.toString())).containsEntry("/summary/urls", "0");
    }
  }

  @Test
  void winding_down_is_told_apart_from_the_results() {
    new TextReport(out, err, Narrator.SILENT).windingDown(ofSeconds(3));
    new JsonReport(out, err, Narrator.SILENT).windingDown(ofSeconds(3));

    assertThat(text.toString()).isEmpty();
    assertThat(errors.toString().lines())
        .hasSize(2)
        .containsOnly("Winding down: what is under way gets 3.0 s. Once more stops it at once.");
  }

  private static void print(Report report, List<FetchResult> results) {
    results.forEach(report::result);
    report.end(results, Summary.of(results, ofSeconds(2)));
  }
}
