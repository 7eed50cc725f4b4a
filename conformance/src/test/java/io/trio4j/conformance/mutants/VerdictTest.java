package io.trio4j.conformance.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.conformance.harness.Mutant;
import io.trio4j.conformance.mutants.Verdict.Failed;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Plants what a run of the tests may say of a mutant of T101.
class VerdictTest {
  private static final Mutant MUTANT =
      new Mutant("T101", "Some.java", "something", Set.of("SomeTest.one"), "a", "b");
  private static final Failed ITS_TEST = new Failed("SomeTest.one", Set.of("T101"), "wrong");

  private static Verdict of(Failed... failed) {
    return Verdict.of(MUTANT, 3, 3, List.of(failed));
  }

  @Test
  void its_test_fails_in_one_mode_or_more() {
    assertThat(of(ITS_TEST)).isEqualTo(Verdict.EXCLUSIVE);
    assertThat(of(ITS_TEST, ITS_TEST)).isEqualTo(Verdict.EXCLUSIVE);
  }

  @Test
  void a_test_of_two_lines_is_a_test_of_each() {
    assertThat(of(new Failed("SomeTest.one", Set.of("T101", "T102"), "wrong")))
        .isEqualTo(Verdict.EXCLUSIVE);
  }

  @Test
  void nothing_fails() {
    assertThat(of()).isEqualTo(Verdict.SURVIVED);
  }

  @Test
  void a_test_of_another_line_fails_too() {
    assertThat(of(ITS_TEST, new Failed("SomeTest.other", Set.of("T102"), "wrong")))
        .isEqualTo(Verdict.TOO_BROAD);
  }

  @Test
  void only_a_test_of_another_line_fails() {
    assertThat(of(new Failed("SomeTest.other", Set.of("T102"), "wrong")))
        .isEqualTo(Verdict.TOO_BROAD);
  }

  @Test
  void a_test_of_no_line_fails_too() {
    assertThat(of(ITS_TEST, new Failed("SomeTest", Set.of(), "no such class")))
        .isEqualTo(Verdict.TOO_BROAD);
  }

  @Test
  void another_test_of_the_line_fails_than_it_tells() {
    assertThat(of(ITS_TEST, new Failed("SomeTest.two", Set.of("T101"), "wrong")))
        .isEqualTo(Verdict.OTHER_TESTS);
  }

  @Test
  void not_all_tests_ran() {
    assertThat(Verdict.of(MUTANT, 3, 2, List.of(ITS_TEST))).isEqualTo(Verdict.INCOMPLETE);
    assertThat(Verdict.of(MUTANT, 0, 0, List.of())).isEqualTo(Verdict.INCOMPLETE);
  }
}
