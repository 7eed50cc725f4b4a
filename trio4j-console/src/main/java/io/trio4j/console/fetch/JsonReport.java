package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// One JSON object at the end, the results in the order of the URLs:
///
/// ```json
/// {"results": [{"url": "…", "outcome": "answered", "status": 200, "bytes": 12, "millis": 3,
///   "attempts": 1}], "summary": {"urls": 1, "fetched": 1, "failed": 0, "cutOff": 0, …}}
/// ```
///
/// `outcome` is one of `answered`, `failed`, `invalid`, `timeout`, `cut off`, `not started`;
/// `problem` says more about all but the first.
final class JsonReport implements Report {
  private static final TokenStreamFactory FACTORY =
      JsonFactory.builder()
          // The writer is not ours to close.
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          // ASCII, so that it stays JSON whatever the terminal's character set is.
          .highestNonEscapedChar(127)
          .build();

  private final Output output;
  private final Narrator narrator;

  JsonReport(Output output, Narrator narrator) {
    this.output = output;
    this.narrator = narrator;
  }

  @Override
  public void step(Step step) {
    // All results are written at the end, in the order of the URLs.
  }

  @Override
  public void remark(String line) {
    // For people, who read text.
  }

  @Override
  public void windingDown(Duration grace) {
    output.windingDown(grace);
  }

  @Override
  public void end(List<FetchResult> results, Summary summary) {
    PrintWriter out = output.out();
    try (JsonGenerator json = FACTORY.createGenerator(new Indented(), out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("results");
      results.forEach(result -> write(json, result));
      json.writeEndArray();
      json.writeObjectPropertyStart("summary");
      json.writeNumberProperty("urls", summary.urls());
      json.writeNumberProperty("fetched", summary.fetched());
      json.writeNumberProperty("failed", summary.failed());
      json.writeNumberProperty("cutOff", summary.cutOff());
      json.writeNumberProperty("notStarted", summary.notStarted());
      json.writeNumberProperty("bytes", summary.bodyBytes());
      json.writeNumberProperty("millis", summary.took().toMillis());
      json.writeEndObject();
      json.writeEndObject();
    }
    out.println();
    out.flush();
  }

  private void write(JsonGenerator json, FetchResult result) {
    json.writeStartObject();
    json.writeStringProperty("url", result.url());
    writeEnding(json, result.ending());
    json.writeNumberProperty("millis", result.took().toMillis());
    json.writeNumberProperty("attempts", result.attempts());
    String note = narrator.about(result);
    if (!note.isEmpty()) {
      json.writeStringProperty("note", note);
    }
    json.writeEndObject();
  }

  private static void writeEnding(JsonGenerator json, Ending ending) {
    switch (ending) {
      case Answered answer -> {
        json.writeStringProperty("outcome", "answered");
        json.writeNumberProperty("status", answer.status());
        json.writeNumberProperty("bytes", answer.bodyBytes());
      }
      case Failed failed -> writeProblem(json, "failed", failed.problem());
      case Invalid(var problem) -> writeProblem(json, "invalid", problem);
      case TimedOut(var timeout) ->
          writeProblem(json, "timeout", "no answer within " + DurationText.of(timeout));
      case CutOff(var why) -> writeProblem(json, "cut off", why);
      case NotStarted(var why) -> writeProblem(json, "not started", why);
    }
  }

  private static void writeProblem(JsonGenerator json, String outcome, String problem) {
    json.writeStringProperty("outcome", outcome);
    json.writeStringProperty("problem", problem);
  }

  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }
}
