package io.trio4j.testing.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.testing.Explorer;
import io.trio4j.testing.ExplorerOptions;
import io.trio4j.testing.FailedScheduleError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The table of planted bugs in `docs/explorer.md`.
class ExplorerPageTest {
  private static final String BEGIN = "<!-- table: written by ExplorerPageTest -->\n";
  private static final String END = "<!-- end of table -->";
  private static final int RUNS = 10_000;

  private static final String HOW_TO_WRITE =
      "Write the table anew: mvn -pl trio4j-testing -am test -Dtest=ExplorerPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dtrio4j.explorer.write=true";

  @Test
  void has_a_row_for_each_planted_bug() throws IOException {
    String page = Files.readString(page());

    assertThat(Planted.all())
        .allSatisfy(
            program -> assertThat(page).as(HOW_TO_WRITE).contains("| " + program.name() + " |"));
  }

  /// Compares exploring with repeating, which takes minutes.
  @Test
  @EnabledIfSystemProperty(named = "trio4j.explorer.write", matches = "true")
  void is_written() throws IOException {
    StringBuilder table = new StringBuilder(BEGIN);
    table.append(
        "\n| program | bug | found as | schedules until found | schedule, shrunk | failing runs of "
            + RUNS
            + " in parallel mode |\n|---|---|---|---|---|---|\n");
    int never = 0;
    int seldom = 0;
    for (Planted program : Planted.all()) {
      int repeated = Repetition.failures(program.broken(), RUNS);
      never += repeated == 0 ? 1 : 0;
      seldom += repeated > 0 && repeated < RUNS / 1_000 ? 1 : 0;
      table.append(row(program, repeated));
    }
    table
        .append("\nOf ")
        .append(Planted.all().size())
        .append(" programs ")
        .append(never)
        .append(" never failed when repeated, and ")
        .append(seldom)
        .append(" in fewer than one run of a thousand.\n\n");
    String page = Files.readString(page());
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    Files.writeString(
        page(), page.substring(0, begin) + table + page.substring(end), StandardCharsets.UTF_8);

    assertThat(never).isPositive();
  }

  private static String row(Planted program, int repeated) {
    ExplorerOptions options = PlantedBugsTest.OPTIONS;
    FailedScheduleError found =
        catchThrowableOfType(
            FailedScheduleError.class, () -> Explorer.explore(options, program.broken()::run));
    return String.format(
        "| %s | %s | %s | %s | `%s` | %d |%n",
        program.name(),
        program.bug(),
        found.kind().name().toLowerCase(java.util.Locale.ROOT),
        found.getMessage().replaceAll("(?s).*found by +schedule (\\d+),.*", "$1"),
        found.schedule(),
        repeated);
  }

  private static Path page() {
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    return module.resolveSibling("docs").resolve("explorer.md");
  }
}
