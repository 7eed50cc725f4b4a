package io.trio4j.console.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.console.terminal.Size;
import io.trio4j.console.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReportOptionsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', false, TextReport",
    "'', true, LiveReport",
    "--progress=auto, true, LiveReport",
    "--progress=Always, true, LiveReport",
    "--progress=always, false, ProgressLog+TextReport",
    "--progress=never, true, TextReport",
    "--table, false, TableReport",
    "--json, false, JsonReport",
    "--json, true, LiveReport",
    "--timeline=x.svg, false, TimelineReport+TextReport",
    "--timeline=x.svg, true, TimelineReport+LiveReport"
  })
  void make_the_report(String option, boolean isTerminal, String report) {
    assertThat(nameOf(report(isTerminal, option))).isEqualTo(report);
  }

  @Test
  void take_a_timeline_that_can_be_written() throws Exception {
    Path there = Files.createFile(folder.resolve("there.svg"));

    assertThat(options("--timeline=" + there).problem()).isEmpty();
    assertThat(options("--timeline=" + folder.resolve("new.svg")).problem()).isEmpty();
    assertThat(options("--timeline=new.svg").problem()).isEmpty();
    assertThat(options("--timeline=" + folder).problem())
        .hasValue("--timeline must name a file that can be written: " + folder);
  }

  private static Report report(boolean isTerminal, String... arguments) {
    Terminal terminal = new Terminal(false, isTerminal, false, false, () -> Size.USUAL);
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return options(arguments).report(new Output(nowhere, nowhere, terminal), Narrator.SILENT);
  }

  private static ReportOptions options(String... arguments) {
    List<String> given = new ArrayList<>(List.of(arguments));
    given.removeIf(String::isEmpty);
    ReportOptions options = new ReportOptions();
    new CommandLine(options).parseArgs(given.toArray(String[]::new));
    return options;
  }

  private static String nameOf(Report report) {
    return report instanceof ReportGroup(var reports)
        ? String.join("+", reports.stream().map(ReportOptionsTest::nameOf).toList())
        : report.getClass().getSimpleName();
  }
}
