package io.trio4j.conformance.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.TrioInternalError;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.RunToken;
import io.trio4j.lowlevel.SystemTasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;

/// Callbacks of a run that is about to end.
class LastCallbacksTest {
  @InEachMode
  @Tag("T156")
  void a_callback_handed_in_before_main_fails_still_runs(RunMode mode) {
    Trail trail = new Trail();

    IllegalArgumentException error =
        catchThrowableOfType(
            IllegalArgumentException.class,
            () ->
                Runs.run(
                    mode,
                    () -> {
                      RunToken.current().runSoon(() -> trail.add("ran"));
                      throw new IllegalArgumentException("main's own");
                    }));

    assertThat(error).hasMessage("main's own");
    assertThat(trail.steps()).containsExactly("ran");
  }

  @InEachMode
  @Tag("T158")
  void callbacks_keep_their_order_when_main_ends_before_they_have_run(RunMode mode) {
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());

    Runs.run(
        mode,
        () -> {
          RunToken token = RunToken.current();
          IntStream.range(0, 10_000).forEach(number -> token.runSoon(() -> ran.add(number)));
        });

    assertThat(ran).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
  }

  @InEachMode
  @Tag("T161")
  void a_callback_that_fails_at_the_end_does_not_stop_those_after_it(RunMode mode) {
    Trail trail = new Trail();

    TrioInternalError error =
        catchThrowableOfType(
            TrioInternalError.class,
            () ->
                Runs.run(
                    mode,
                    () -> {
                      RunToken token = RunToken.current();
                      token.runSoon(
                          () -> {
                            token.runSoon(() -> fail());
                            token.runSoon(() -> trail.add("later"));
                          });
                    }));

    assertThat(error).hasCauseInstanceOf(NoSuchElementException.class);
    assertThat(trail.steps()).containsExactly("later");
  }

  private static void fail() {
    throw new NoSuchElementException("key");
  }

  @InEachMode
  @Tag("T161")
  void a_system_task_that_is_being_ended_can_still_hand_in_callbacks(RunMode mode) {
    Trail trail = new Trail();

    TrioInternalError error =
        catchThrowableOfType(
            TrioInternalError.class,
            () ->
                Runs.run(
                    mode,
                    () -> {
                      RunToken token = RunToken.current();
                      SystemTasks.start("late", () -> handInAtTheEnd(token, trail));
                      Runs.settle();
                      trail.add("main ends");
                    }));

    assertThat(trail.steps()).containsExactly("main ends", "2nd ran");
    assertThat(error).hasCauseInstanceOf(NoSuchElementException.class);
  }

  private static void handInAtTheEnd(RunToken token, Trail trail) {
    try {
      Trio.sleepForever();
    } finally {
      token.runSoon(() -> fail());
      token.runSoon(() -> trail.add("2nd ran"));
    }
  }
}
