package io.trio4j.internal.run;

import static io.trio4j.internal.run.InVirtualTime.options;
import static io.trio4j.internal.run.InVirtualTime.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.Registration;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.TrioInternalError;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is called at the end of a task: how often, where, when, and what if it fails. */
class EndCallbackTest {
  private static final int RACES = 3_000;

  private final Queue<String> trail = new ConcurrentLinkedQueue<>();

  private void note(Outcome<?> outcome) {
    trail.add(
        switch (outcome) {
          case Outcome.Success<?>(Object value) -> "value " + value;
          case Outcome.Failure<?>(Throwable error) -> "error " + error.getMessage();
          case Outcome.Stopped<?>(var reason) -> "stopped " + reason.text();
        });
  }

  @Nested
  class A_callback {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void gets_how_the_task_ended(RunMode mode) {
      Throwable group =
          catchThrowable(() ->
              Trio.run(
                  options(mode),
                  () ->
                      Nursery.run(nursery -> {
                        Task<?> stopped = nursery.startSoon(() -> Trio.sleepForever());
                        Task<Integer> good =
                            nursery.startSoon(() -> {
                              sleep(2);
                              return 42;
                            });
                        Task<Integer> bad =
                            nursery.startSoon(() -> {
                              sleep(3);
                              throw new IOException("broken");
                            });
                        good.onEnd(EndCallbackTest.this::note);
                        bad.onEnd(EndCallbackTest.this::note);
                        stopped.onEnd(EndCallbackTest.this::note);
                        sleep(1);
                        stopped.cancel("enough");
                      })));

      assertThat(trail).containsExactly("stopped enough", "value 42", "error broken");
      assertThat(group).isInstanceOf(ExceptionGroup.class);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void runs_in_the_ending_task_before_it_is_joined_and_the_nursery_ends(RunMode mode) {
      Trio.run(
          options(mode),
          () -> {
            Nursery.run(nursery -> {
              Task<?> child =
                  nursery.startSoon(
                      "child",
                      () -> {
                        sleep(1);
                        trail.add("body ends");
                      });
              child.onEnd(_ -> {
                trail.add("called in " + Task.current().name() + ", done: " + child.isDone());
              });
              child.join();
              trail.add("joined");
            });
            trail.add("nursery ended");
          });

      assertThat(trail)
          .containsExactly("body ends", "called in child, done: true", "joined", "nursery ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_a_failure_comes_when_the_nursery_was_cancelled(RunMode mode) {
      AtomicBoolean cancelled = new AtomicBoolean();

      Throwable group =
          catchThrowable(() ->
              Trio.run(
                  options(mode),
                  () ->
                      Nursery.run(nursery -> {
                        Task<?> child =
                            nursery.startSoon(() -> {
                              sleep(1);
                              throw new IOException("broken");
                            });
                        child.onEnd(_ -> cancelled.set(nursery.scope().cancelCalled()));
                        Trio.sleepForever();
                      })));

      assertThat(cancelled).isTrue();
      assertThat(group).isInstanceOf(ExceptionGroup.class);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void comes_in_the_order_they_were_added(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                Task<?> child = nursery.startSoon(() -> sleep(1));
                for (String name : new String[] {"first", "second", "third"}) {
                  child.onEnd(_ -> trail.add(name));
                }
              }));

      assertThat(trail).containsExactly("first", "second", "third");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_a_task_that_has_ended_is_called_at_once_by_the_caller(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                Task<String> child = nursery.startSoon(() -> "value");
                child.join();
                Registration late =
                    child.onEnd(outcome -> {
                      trail.add("in " + Task.current().name());
                      note(outcome);
                    });
                trail.add("taken back: " + late.remove());
              }));

      assertThat(trail).containsExactly("in main", "value value", "taken back: false");
    }

    @Test
    void of_a_task_whose_run_has_ended_is_called_at_once_by_the_caller() {
      Task<String> child =
          Trio.run(() -> Nursery.call(nursery -> nursery.startSoon(() -> "value")));

      child.onEnd(EndCallbackTest.this::note);

      assertThat(trail).containsExactly("value value");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_was_taken_back_is_not_called(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                Task<?> child = nursery.startSoon(() -> sleep(1));
                child.onEnd(_ -> trail.add("kept"));
                Registration registration = child.onEnd(_ -> trail.add("taken back"));
                assertThat(registration.remove()).isTrue();
                assertThat(registration.remove()).isFalse();
              }));

      assertThat(trail).containsExactly("kept");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void given_twice_is_called_twice_unless_one_is_taken_back(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                java.util.function.Consumer<Outcome<?>> same = _ -> trail.add("called");
                Task<?> child = nursery.startSoon(() -> sleep(1));
                child.onEnd(same);
                child.onEnd(same);
                assertThat(child.onEnd(same).remove()).isTrue();
              }));

      assertThat(trail).containsExactly("called", "called");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void can_start_what_follows_in_a_nursery_that_is_open(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                Task<?> first = nursery.startSoon(() -> sleep(1));
                first.onEnd(_ -> nursery.startSoon(() -> trail.add("next")));
              }));

      assertThat(trail).containsExactly("next");
    }

    @Test
    void of_a_task_that_could_not_begin_is_called_by_who_tried_to_start_it() {
      ShortageTest.with(
          ShortageTest.allThreadsBut(
              2, ShortageTest.failingAtStart(new OutOfMemoryError("no thread"))),
          () ->
              assertThatThrownBy(() ->
                      Trio.run(
                          RunOptions.cooperative(),
                          () ->
                              Nursery.run(nursery -> {
                                Task<?> child = nursery.startSoon("child", () -> {});
                                child.onEnd(outcome -> {
                                  trail.add("in " + Task.current().name());
                                  note(outcome);
                                });
                              })))
                  .isInstanceOf(ExceptionGroup.class));

      assertThat(trail).containsExactly("in main", "error no thread");
    }

    /** Whoever is first, and whether or not there is an extra before: called once. */
    @Test
    void that_comes_as_the_task_ends_is_called_once() {
      AtomicInteger calls = new AtomicInteger();

      Trio.run(() -> {
        for (int i = 0; i < RACES; i++) {
          boolean joined = i % 2 == 0;
          Nursery.run(nursery -> {
            Task<?> child = nursery.startSoon(() -> {});
            if (joined) {
              nursery.startSoon(() -> child.join());
            }
            child.onEnd(_ -> calls.incrementAndGet());
          });
        }
      });

      assertThat(calls).hasValue(RACES);
    }

    @Test
    void that_is_taken_back_as_the_task_ends_is_either_called_or_taken_back() {
      AtomicInteger calls = new AtomicInteger();
      AtomicInteger takenBack = new AtomicInteger();

      Trio.run(() -> {
        for (int i = 0; i < RACES; i++) {
          Nursery.run(nursery -> {
            Task<?> child = nursery.startSoon(() -> {});
            if (child.onEnd(_ -> calls.incrementAndGet()).remove()) {
              takenBack.incrementAndGet();
            }
          });
        }
      });

      assertThat(calls.get() + takenBack.get()).isEqualTo(RACES);
    }
  }

  @Nested
  class A_callback_that_throws {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void ends_the_run_and_the_others_are_called_and_joiners_woken(RunMode mode) {
      RuntimeException first = new IllegalStateException("first");
      RuntimeException second = new IllegalStateException("second");
      AtomicReference<Outcome<?>> joined = new AtomicReference<>();

      Throwable thrown =
          catchThrowable(() ->
              Trio.run(
                  options(mode),
                  () ->
                      Nursery.run(nursery -> {
                        Task<String> child =
                            nursery.startSoon(() -> {
                              sleep(1);
                              return "value";
                            });
                        child.onEnd(_ -> {
                          throw first;
                        });
                        child.onEnd(EndCallbackTest.this::note);
                        child.onEnd(_ -> {
                          throw second;
                        });
                        joined.set(CancelScope.shielded(() -> child.joinOutcome()));
                      })));

      assertThat(thrown).isInstanceOf(TrioInternalError.class).hasCause(first);
      assertThat(first).hasSuppressedException(second);
      assertThat(trail).containsExactly("value value");
      assertThat(joined.get()).isEqualTo(new Outcome.Success<>("value"));
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void late_throws_to_its_caller(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                Task<?> child = nursery.startSoon(() -> {});
                child.join();
                assertThatThrownBy(() ->
                        child.onEnd(_ -> {
                          throw new IllegalStateException("late");
                        }))
                    .hasMessage("late");
              }));
    }
  }
}
