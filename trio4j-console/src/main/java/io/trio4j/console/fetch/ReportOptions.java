package io.trio4j.console.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say how results are shown; makes the reports they ask for.
final class ReportOptions {
  @Option(names = "--table", description = "Print a table at the end, not each result as it comes.")
  private boolean table;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Option(
      names = "--progress",
      paramLabel = "WHEN",
      converter = ProgressMode.Reader.class,
      description =
          "Show the progress on standard error: auto (if it is a terminal), always (as a line now"
              + " and then if it is none) or never (default: auto).")
  private ProgressMode progress = ProgressMode.AUTO;

  @Option(
      names = "--timeline",
      paramLabel = "FILE.svg",
      description = "Draw what ran when: attempts, pauses, time-outs, what was cut off.")
  private Optional<Path> timeline = Optional.empty();

  // Picocli makes and fills it.
  ReportOptions() {}

  /// What is wrong with them together; empty if nothing is.
  Optional<String> problem() {
    if (table && json) {
      return Optional.of("--table and --json can't be given together: each is all of the output");
    }
    // Before anything is fetched: it would be a pity for the results.
    return timeline
        .filter(file -> !isWritable(file.toAbsolutePath()))
        .map(file -> "--timeline must name a file that can be written: " + file);
  }

  private static boolean isWritable(Path file) {
    Path folder = file.getParent();
    return Files.exists(file)
        ? Files.isWritable(file) && !Files.isDirectory(file)
        : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
  }

  Report report(Output output, Narrator narrator) {
    Report results = withProgress(results(output, narrator), output);
    return timeline
        .<Report>map(file -> new ReportGroup(List.of(new TimelineReport(file, output), results)))
        .orElse(results);
  }

  private Report results(Output output, Narrator narrator) {
    if (json) {
      return new JsonReport(output, narrator);
    }
    return table ? new TableReport(output, narrator) : new TextReport(output, narrator);
  }

  private Report withProgress(Report results, Output output) {
    boolean canDraw = output.terminal().isErrors();
    return switch (progress) {
      case AUTO -> canDraw ? new LiveReport(results, output) : results;
      case ALWAYS ->
          canDraw
              ? new LiveReport(results, output)
              : new ReportGroup(List.of(new ProgressLog(output), results));
      case NEVER -> results;
    };
  }
}
