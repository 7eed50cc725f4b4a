package io.trio4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.ParkingLot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultInjectorTest {
  private static final RunOptions DETERMINISTIC = RunOptions.deterministic(1);

  private static RunOptions options(RunMode mode) {
    return RunOptions.defaults().withMode(mode).withSeed(1);
  }

  @Nested
  class A_cancel {
    @ParameterizedTest
    @EnumSource
    void hits_each_checkpoint_once(RunMode mode) {
      List<Integer> reached = new ArrayList<>();

      int places =
          FaultInjector.cancelAtEachCheckpoint(
              options(mode),
              faults -> {
                int[] passed = new int[1];
                boolean done =
                    faults.inject(() -> {
                      for (int i = 0; i < 3; i++) {
                        Checkpoints.checkpointIfCancelled();
                        passed[0]++;
                      }
                    });
                reached.add(passed[0]);
                assertThat(done).isEqualTo(passed[0] == 3);
              });

      assertThat(places).isEqualTo(3);
      assertThat(reached).containsExactly(0, 1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void hits_in_the_tasks_the_code_starts(RunMode mode) {
      AtomicInteger ended = new AtomicInteger();

      FaultInjector.cancelAtEachCheckpoint(
          options(mode),
          faults -> {
            AtomicInteger through = new AtomicInteger();
            faults.inject(() ->
                Nursery.run(nursery ->
                    nursery.startSoon(() -> {
                      Trio.checkpoint();
                      through.incrementAndGet();
                    })));
            ended.addAndGet(through.get());
          });

      assertThat(ended).hasPositiveValue();
    }

    @ParameterizedTest
    @EnumSource(names = {"COOPERATIVE", "DETERMINISTIC"})
    void hits_between_a_wake_and_the_woken_task(RunMode mode) {
      AtomicInteger woken = new AtomicInteger();
      AtomicInteger wokenAndCancelled = new AtomicInteger();

      FaultInjector.cancelAtEachCheckpoint(
          options(mode),
          faults ->
              Nursery.run(nursery -> {
                ParkingLot gate = ParkingLot.of("the gate");
                nursery.startSoon(() -> {
                  boolean done =
                      faults.inject(() -> {
                        gate.park();
                        woken.incrementAndGet();
                        Checkpoints.checkpointIfCancelled();
                      });
                  if (!done && gate.waitingCount() == 0) {
                    wokenAndCancelled.incrementAndGet();
                  }
                });
                Testing.waitAllTasksBlocked();
                gate.unparkAll();
                Trio.checkpoint();
              }));

      assertThat(woken).hasPositiveValue();
      assertThat(wokenAndCancelled).hasPositiveValue();
    }

    @Test
    void does_not_hit_what_is_shielded() {
      int places =
          FaultInjector.cancelAtEachCheckpoint(
              options(RunMode.PARALLEL),
              faults -> {
                List<String> steps = new ArrayList<>();
                faults.inject(() -> {
                  CancelScope.shielded(() -> {
                    Checkpoints.checkpointIfCancelled();
                    steps.add("shielded");
                  });
                  Checkpoints.checkpointIfCancelled();
                });
                assertThat(steps).containsExactly("shielded");
              });

      assertThat(places).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void hits_in_the_current_run_as_well(RunMode mode) {
      int places =
          Trio.run(
              options(mode),
              () ->
                  FaultInjector.cancelAtEachCheckpoint(
                      faults -> faults.inject(() -> Checkpoints.checkpointIfCancelled())));

      assertThat(places).isEqualTo(1);
    }

    @Test
    void that_leaves_the_program_wrong_is_reported_with_its_place() {
      assertThatThrownBy(() ->
              FaultInjector.cancelAtEachCheckpoint(
                  DETERMINISTIC,
                  faults -> {
                    List<String> open = new ArrayList<>();
                    faults.inject(() -> {
                      Checkpoints.checkpointIfCancelled();
                      open.add("file");
                      Checkpoints.checkpointIfCancelled();
                      open.clear();
                    });
                    assertThat(open).isEmpty();
                  }))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("with fault 2, a cancel at a checkpoint at ")
          .hasMessageContaining("FaultInjectorTest.java:")
          .hasMessageContaining(", the program failed: ")
          .cause()
          .hasMessageContaining("file");
    }

    @Test
    void that_is_swallowed_is_reported() {
      assertThatThrownBy(() ->
              FaultInjector.cancelAtEachCheckpoint(
                  DETERMINISTIC, faults -> faults.inject(() -> swallowing())))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Task[main] swallowed the Cancelled");
    }

    @SuppressWarnings("EmptyCatch") // what must be found
    private static void swallowing() {
      try {
        Checkpoints.checkpointIfCancelled();
      } catch (Cancelled _) {
      }
    }

    @Test
    void from_outside_goes_through() {
      Trio.run(
          DETERMINISTIC,
          () -> {
            CancelScope around =
                CancelScope.run(scope -> {
                  scope.cancel();
                  FaultInjector.cancelAtEachCheckpoint(
                      faults -> faults.inject(() -> Trio.checkpoint()));
                });
            assertThat(around.cancelledCaught()).isTrue();
          });
    }

    @Test
    void leaves_no_instrument_behind() {
      LeakCheck check = LeakCheck.begin();
      FaultInjector.cancelAtEachCheckpoint(
          DETERMINISTIC, faults -> faults.inject(() -> Trio.checkpoint()));

      assertThat(check.leftovers()).isEmpty();
    }
  }

  @Nested
  class A_failed_start {
    @ParameterizedTest
    @EnumSource
    void hits_each_start_once(RunMode mode) {
      List<Integer> started = new ArrayList<>();

      int places =
          FaultInjector.failEachStart(
              options(mode),
              faults -> {
                AtomicInteger count = new AtomicInteger();
                faults.inject(() ->
                    Nursery.run(nursery -> {
                      for (int i = 0; i < 3; i++) {
                        nursery.startSoon(() -> Trio.checkpoint());
                        count.incrementAndGet();
                      }
                    }));
                started.add(count.get());
              });

      assertThat(places).isEqualTo(3);
      assertThat(started).containsExactly(0, 1, 2, 3);
    }

    @Test
    void that_the_code_copes_with_is_no_end() {
      List<Boolean> done = new ArrayList<>();

      FaultInjector.failEachStart(
          DETERMINISTIC, faults -> done.add(faults.inject(() -> startOrDoWithout())));

      assertThat(done).containsExactly(true, true);
    }

    private static void startOrDoWithout() {
      Nursery.run(nursery -> {
        try {
          nursery.startSoon(() -> {});
        } catch (OutOfMemoryError _) {
          Trio.checkpoint();
        }
      });
    }

    @Test
    void does_not_hide_another_failure() {
      assertThatThrownBy(() ->
              FaultInjector.failEachStart(
                  DETERMINISTIC,
                  faults ->
                      faults.inject(() -> {
                        try {
                          Nursery.run(nursery -> nursery.startSoon(() -> {}));
                        } catch (ExceptionGroup failed) {
                          throw new IllegalStateException("handled badly");
                        }
                      })))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("with fault 1, a failed start of a task at ")
          .hasMessageEndingWith(
              ", the program failed: java.lang.IllegalStateException: handled badly");
    }

    @Test
    void spares_what_is_started_outside_the_injection() {
      int places =
          FaultInjector.failEachStart(
              DETERMINISTIC,
              faults -> {
                Nursery.run(nursery -> nursery.startSoon(() -> {}));
                faults.inject(() -> Nursery.run(nursery -> nursery.startSoon(() -> {})));
              });

      assertThat(places).isEqualTo(1);
    }
  }

  @Nested
  class Misuse {
    @Test
    void without_a_place_for_a_fault_shows_nothing() {
      assertThatThrownBy(() ->
              FaultInjector.cancelAtEachCheckpoint(
                  options(RunMode.PARALLEL), faults -> faults.inject(() -> {})))
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              "there is no checkpoint in what was given to faults.inject(…), so no fault was"
                  + " injected and nothing shown.");
    }

    @Test
    void without_an_injection_is_told() {
      assertThatThrownBy(() -> FaultInjector.cancelAtEachCheckpoint(DETERMINISTIC, _ -> {}))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("it has not called faults.inject(…)");
    }

    @Test
    void with_options_in_a_task_is_refused() {
      Trio.run(() ->
          assertThatThrownBy(() -> FaultInjector.cancelAtEachCheckpoint(DETERMINISTIC, _ -> {}))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(
                  "Task[main] can't open a run for each try. Leave the options out, or call this"
                      + " outside a task."));
    }

    @Test
    void without_options_outside_a_task_is_refused() {
      assertThatThrownBy(() -> FaultInjector.cancelAtEachCheckpoint(_ -> {}))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
