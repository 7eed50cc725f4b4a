package io.trio4j.conformance.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.RunMode;
import io.trio4j.conformance.harness.Lines.Replaced;
import io.trio4j.conformance.harness.Lines.Section;
import io.trio4j.conformance.harness.Results.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plants what the page must find, one by one, in a record that is otherwise as it should be.
class PageTest {
  private static final int LINES = 20; // one may be replaced, six pairs may be left out

  @TempDir private Path docs;
  private final Map<String, String> summaries = new LinkedHashMap<>();
  private final Map<String, Replaced> replaced = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Mutant> mutants = new ArrayList<>();

  @BeforeEach
  void everything_passes() throws IOException {
    Files.createDirectories(docs.resolve("adr"));
    Files.writeString(docs.resolve("adr").resolve("0002-differences.md"), "| T101 | T102 |");
    for (int i = 1; i <= LINES; i++) {
      String line = "T1%02d".formatted(i);
      summaries.put(line, "summary of " + line);
      for (RunMode mode : RunMode.values()) {
        rows.add(new Row(line, mode, "SomeTest.of_" + line, Results.PASSED, ""));
      }
    }
    assertThat(problems(true)).isEmpty();
    assertThat(problems(false)).isEmpty();
  }

  private List<String> problems(boolean write) throws IOException {
    Section section = new Section(1, "Section", summaries);
    return new Page(List.of(section), replaced, rows, mutants).problems(docs, write);
  }

  @Test
  void a_line_without_a_test() throws IOException {
    rows.removeIf(row -> row.line().equals("T103"));

    assertThat(problems(true)).contains("T103 has no passing test");
  }

  @Test
  void a_line_without_a_test_in_one_mode() throws IOException {
    rows.removeIf(row -> row.line().equals("T103") && row.mode() == RunMode.PARALLEL);

    assertThat(problems(true)).containsExactly("T103 has no test in mode PARALLEL");
  }

  @Test
  void a_line_with_a_failing_test_beside_a_passing_one() throws IOException {
    rows.add(new Row("T103", RunMode.PARALLEL, "SomeTest.other", Results.FAILED, ""));

    assertThat(problems(true))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("T103 fails in mode PARALL");
  }

  @Test
  void a_tag_that_is_no_line() throws IOException {
    rows.add(new Row("T999", RunMode.PARALLEL, "SomeTest.other", Results.PASSED, ""));

    assertThat(problems(true)).containsExactly("T999 has a test but is not in lines.tsv");
  }

  @Test
  void too_many_pairs_left_out() throws IOException {
    leaveOut(6);
    assertThat(problems(true)).isEmpty();

    leaveOut(7);
    assertThat(problems(true)).containsExactly("7 of 60 pairs of line and mode are left out");
  }

  private void leaveOut(int count) {
    for (int i = 1; i <= count; i++) {
      Row row = new Row("T1%02d".formatted(i), RunMode.PARALLEL, "SomeTest.x", "left out", "why");
      rows.remove(row);
      rows.add(row);
    }
  }

  @Test
  void too_many_lines_replaced() throws IOException {
    replaced.put("T101", new Replaced("0002", "something else"));
    assertThat(problems(true)).isEmpty();

    replaced.put("T102", new Replaced("0002", "something else"));
    assertThat(problems(true)).containsExactly("2 of 20 lines of section 1 are replaced");
  }

  @Test
  void a_replaced_line_its_decision_does_not_tell_of() throws IOException {
    replaced.put("T103", new Replaced("0002", "something else"));

    assertThat(problems(true)).containsExactly("ADR 0002 does not tell of T103");
  }

  @Test
  void a_mutant_that_the_page_does_not_tell_of() throws IOException {
    mutants.add(
        new Mutant("T103", "io/Some.java", "something", Set.of("SomeTest.of_T103"), "a", "b"));

    assertThat(problems(false)).hasSize(1).first().asString().contains("differs from what ran");
    assertThat(problems(true)).isEmpty();
    assertThat(docs.resolve("conformance.md"))
        .content()
        .contains("| T103 | `Some` | something | `SomeTest.of_T103` |");
  }

  @Test
  void a_mutant_whose_test_did_not_run() throws IOException {
    mutants.add(new Mutant("T103", "io/Some.java", "something", Set.of("SomeTest.gone"), "a", "b"));

    assertThat(problems(true))
        .containsExactly("T103 has a mutant that SomeTest.gone finds: no such test");
  }

  @Test
  void a_page_that_differs() throws IOException {
    summaries.put("T103", "another summary");

    assertThat(problems(false)).hasSize(1).first().asString().contains("differs from what ran");
  }
}
