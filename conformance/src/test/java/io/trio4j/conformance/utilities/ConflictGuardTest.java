package io.trio4j.conformance.utilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.BusyResourceException;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.ConflictGuard;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Tag;

/// Section 35: two tasks that use at once what only one may use.
class ConflictGuardTest {
  private final Trail trail = new Trail();
  private final ConflictGuard guard = ConflictGuard.of("another task is sending");
  private final ConflictGuard other = ConflictGuard.of("another task is receiving");

  @InEachMode
  @Tag("T586")
  void a_second_use_by_the_same_task_is_refused(RunMode mode) {
    Runs.run(
        mode,
        () ->
            guard.hold(() -> {
              assertThatThrownBy(() -> guard.hold(() -> trail.add("inside twice")))
                  .isInstanceOf(BusyResourceException.class)
                  .hasMessage(
                      "another task is sending, and it is this very task. One at a time: share it"
                          + " with a lock, or let one task do it for all.");
              trail.add("inside");
            }));

    assertThat(trail.steps()).containsExactly("inside");
  }

  @InEachMode
  @Tag("T586")
  void a_second_use_by_another_task_is_refused(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              n.startSoon(() -> guard.hold(() -> Trio.sleep(Runs.seconds(2))));
              n.startSoon(() -> {
                Trio.sleep(Runs.seconds(1));
                assertThat(guard).hasToString("ConflictGuard[another task is sending, in use]");
                assertThatThrownBy(() -> guard.hold(() -> trail.add("both")))
                    .isInstanceOf(BusyResourceException.class)
                    .hasMessageStartingWith("another task is sending. One at a time");
                Trio.sleep(Runs.seconds(2));
                guard.hold(() -> trail.add("alone"));
              });
            }));

    assertThat(trail.steps()).containsExactly("alone");
  }

  @InEachMode
  @Tag("T586")
  void two_guards_nest(RunMode mode) {
    String value =
        Runs.call(mode, () -> guard.hold(() -> other.hold(() -> guard + " and " + other)));

    assertThat(value)
        .isEqualTo(
            "ConflictGuard[another task is sending, in use] and"
                + " ConflictGuard[another task is receiving, in use]");
    assertThat(guard).hasToString("ConflictGuard[another task is sending, free]");
  }

  @InEachMode
  @Tag("T586")
  void a_use_that_failed_is_over(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          assertThatThrownBy(() ->
                  guard.hold(() -> {
                    throw Failures.key();
                  }))
              .isInstanceOf(NoSuchElementException.class);
          guard.hold(() -> trail.add("free again"));
        });

    assertThat(trail.steps()).containsExactly("free again");
  }
}
