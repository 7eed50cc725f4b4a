package io.trio4j.interruption.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.interruption.harness.Facts.Column;
import io.trio4j.interruption.harness.Results.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plants what the page must find, one by one, in a record that is otherwise as it should be.
class PageTest {
  private static final String TEST = "SomeTest.shows_it";

  private static final Path SOURCES = Path.of("src/test/java/io/trio4j/interruption");

  @TempDir private Path docs;
  private Path file = Path.of("");
  private final List<Fact> facts = new ArrayList<>();

  @BeforeEach
  void all_is_well() throws IOException {
    file = docs.resolve("interruption.md");
    facts.add(Fact.of(Call.SLEEP, Column.PLAIN, "ends", TEST));
    facts.add(Fact.of(Call.SLEEP, Column.LEFT, "nothing", TEST));
    facts.add(Fact.of(Call.LOCK, Column.PLAIN, "goes on", TEST));
    facts.add(Fact.of(Call.LOCK, Column.LEFT, "the lock", TEST));
    facts.add(Fact.of(Call.LOCK, Column.ADVISED, "ends", "SomeTest.shows_advice"));
    assertThat(problems(true)).isEmpty();
    assertThat(problems(false)).isEmpty();
  }

  private List<String> problems(boolean write) throws IOException {
    return new Page(List.of(Call.SLEEP, Call.LOCK), facts, SOURCES, "nothing")
        .problems(file, write);
  }

  @Test
  void a_row_has_what_was_found_and_who_found_it() throws IOException {
    assertThat(Files.readAllLines(file))
        .contains(
            "| `Thread.sleep` | ends | nothing | just call it | – | `SomeTest.shows_it` |",
            "| `ReentrantLock.lock` | goes on | the lock | `lockInterruptibly` | ends |"
                + " `SomeTest.shows_advice`, `SomeTest.shows_it` |");
  }

  @Test
  void a_call_without_a_test() throws IOException {
    facts.removeIf(fact -> fact.call() == Call.SLEEP);

    assertThat(problems(true))
        .containsExactly("SLEEP has no test that says PLAIN", "SLEEP has no test that says LEFT");
  }

  @Test
  void an_advice_without_a_test() throws IOException {
    facts.removeIf(fact -> fact.isOf(Column.ADVISED));

    assertThat(problems(true)).containsExactly("LOCK has no test that says ADVISED");
  }

  @Test
  void tests_that_contradict_each_other() throws IOException {
    facts.add(Fact.of(Call.LOCK, Column.PLAIN, "ends", "SomeTest.other"));

    assertThat(problems(true))
        .containsExactly("LOCK has tests that contradict each other on PLAIN: [goes on, ends]");
  }

  @Test
  void a_page_that_differs() throws IOException {
    Files.writeString(file, Files.readString(file).replace("| ends |", "| goes on |"));

    assertThat(problems(false))
        .containsExactly(
            "interruption.md differs from what ran: write it with"
                + " -Dtrio4j.interruption.write=true");
  }

  @Test
  void a_page_that_is_not_there() throws IOException {
    Files.delete(file);

    assertThat(problems(false)).hasSize(1);
  }

  @Test
  void a_row_whose_test_was_skipped_stays() throws IOException {
    facts.removeIf(fact -> fact.call() == Call.LOCK);
    facts.add(Fact.skipped(Call.LOCK, "no such machine", TEST));

    assertThat(problems(false)).isEmpty();
  }

  @Test
  void a_row_that_never_was_and_whose_test_was_skipped() throws IOException {
    Files.delete(file);
    facts.removeIf(fact -> fact.call() == Call.LOCK);
    facts.add(Fact.skipped(Call.LOCK, "no such machine", TEST));

    assertThat(problems(true))
        .containsExactly("LOCK is not on the page, and its test can't run here: no such machine");
  }
}
