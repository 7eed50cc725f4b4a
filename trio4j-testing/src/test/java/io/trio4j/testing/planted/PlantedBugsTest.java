package io.trio4j.testing.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.testing.Exploration;
import io.trio4j.testing.Explorer;
import io.trio4j.testing.ExplorerOptions;
import io.trio4j.testing.FailedScheduleError;
import io.trio4j.testing.FailedScheduleError.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlantedBugsTest {
  private static final boolean NIGHT = Boolean.getBoolean("trio4j.night");
  static final ExplorerOptions OPTIONS =
      ExplorerOptions.defaults()
          .withSchedules(10_000)
          .withMaxSteps(2_000) // ten times what the longest of them needs
          .withGrace(Duration.ofMillis(20));

  private static final int SCHEDULES_OF_A_TWIN = NIGHT ? 10_000 : 500;
  private static final int RUNS_OF_A_TWIN = NIGHT ? 10_000 : 200;

  static List<Planted> programs() {
    return Planted.all();
  }

  @Test
  void there_are_thirty_at_least_with_names_of_their_own() {
    assertThat(programs()).extracting(Planted::name).hasSizeGreaterThanOrEqualTo(30);
    assertThat(programs()).extracting(Planted::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void a_planted_bug_is_found_and_its_schedule_fails_again(Planted program) {
    FailedScheduleError found = explore(OPTIONS, program);

    assertThat(found.kind()).isNotEqualTo(Kind.NOT_DETERMINISTIC);
    assertThat(found).hasMessageContaining("Explorer.replay(\"" + found.schedule() + "\"");
    assertThat(found.dump()).contains("Run[explored]");
    assertThatThrownBy(() -> Explorer.replay(OPTIONS, found.schedule(), program.broken()::run))
        .isInstanceOfSatisfying(
            FailedScheduleError.class,
            again -> {
              assertThat(again.kind()).isEqualTo(found.kind());
              assertThat(again.schedule()).isEqualTo(found.schedule());
            });
  }

  @ParameterizedTest
  @MethodSource("programs")
  void the_printed_seed_alone_makes_it_fail_again(Planted program) {
    FailedScheduleError found = explore(OPTIONS, program);

    String origin =
        found.getMessage().replaceAll("(?s).*found by +schedule \\d+, ([^(]*) \\(seed.*", "$1");
    assertThat(origin).matches("-|turns|random:\\d+|pct[23]:\\d+:\\d+");
    assertThatThrownBy(() -> Explorer.replay(OPTIONS, origin, program.broken()::run))
        .isInstanceOfSatisfying(
            FailedScheduleError.class, again -> assertThat(again.kind()).isEqualTo(found.kind()));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void a_mended_twin_is_left_alone(Planted program) {
    Exploration tried =
        Explorer.explore(OPTIONS.withSchedules(SCHEDULES_OF_A_TWIN), program.mended()::run);

    assertThat(tried.scheduleCount()).isEqualTo(SCHEDULES_OF_A_TWIN);
    assertThat(tried.distinctCount()).isGreaterThan(1);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void a_mended_twin_runs_in_parallel_mode_too(Planted program) {
    assertThat(Repetition.failures(program.mended(), RUNS_OF_A_TWIN)).isZero();
  }

  private static FailedScheduleError explore(ExplorerOptions options, Planted program) {
    return catchThrowableOfType(
        FailedScheduleError.class, () -> Explorer.explore(options, program.broken()::run));
  }
}
