package io.trio4j.conformance.start;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Startable;
import io.trio4j.TaskStatus;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// Section 3: starting a task and waiting until it is ready.
class StartTest {
  private final Trail trail = new Trail();

  @InEachMode
  @Tag("T063")
  void what_cannot_be_started_fails_in_start(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              Startable<String> none = null;
              String noName = null;
              Startable<String> ready =
                  status -> {
                    trail.add("ran");
                    status.started("ready");
                  };

              assertRefused(() -> n.start(none));
              assertRefused(() -> n.start("name", none));
              assertRefused(() -> n.start(noName, ready));

              Runs.settle();
              assertThat(n.childTasks()).isEmpty();
            }));
    assertThat(trail.steps()).isEmpty();
  }

  /// In the caller, before there is a child.
  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable start) {
    NullPointerException thrown = Failures.thrown(NullPointerException.class, start);
    assertThat(thrown.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(StartTest.class.getName()));
  }

  @InEachMode
  @Tag("T064")
  void start_returns_the_value_when_it_is_reported(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          for (int s = 1; s <= 2; s++) {
            Startable<Integer> child = sleeping(s);
            TrioTime start = Trio.currentTime();
            int expected = s;
            Nursery.run(n -> {
              assertThat(n.start(child)).isEqualTo(expected);
              assertThat(Runs.since(start)).isEqualTo(seconds(expected));
              assertThat(n.childTasks()).hasSize(1);
            });
            assertThat(Runs.since(start)).isEqualTo(seconds(2 * s));
          }
        });
  }

  /// Sleeps, reports how long, sleeps as long again.
  private static Startable<Integer> sleeping(int s) {
    return status -> {
      Trio.sleep(seconds(s));
      status.started(s);
      Trio.sleep(seconds(s));
    };
  }

  @InEachMode
  @Tag("T065")
  void a_startable_can_be_called_directly(RunMode mode) throws Exception {
    Runs.run(
        mode,
        () -> {
          TrioTime start = Trio.currentTime();
          sleeping(3).run(TaskStatus.ignored());
          assertThat(Runs.since(start)).isEqualTo(seconds(6));
        });
  }

  @InEachMode
  @Tag("T066")
  void a_second_report_fails_in_the_child(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              Startable<String> twice =
                  status -> {
                    status.started("first");
                    assertThatThrownBy(() -> status.started("second"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("already called started()");
                    trail.add("refused");
                  };
              assertThat(n.start(twice)).isEqualTo("first");
            }));

    assertThat(trail.steps()).containsExactly("refused");
  }

  @InEachMode
  @Tag("T066")
  void a_second_report_that_is_not_caught_fails_the_nursery(RunMode mode) {
    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(n -> {
                      Startable<String> twice =
                          status -> {
                            status.started("first");
                            status.started("second");
                          };
                      trail.add(n.start(twice));
                    })));

    assertThat(trail.steps()).containsExactly("first");
    assertThat(group.errors()).hasSize(1).first().isInstanceOf(IllegalStateException.class);
  }

  @InEachMode
  @Tag("T068")
  void a_group_thrown_before_the_report_is_not_wrapped(RunMode mode) {
    ExceptionGroup group = ExceptionGroup.of("made by hand", Failures.key(), Failures.value());

    Throwable thrown = thrownBeforeTheReport(mode, group);

    assertThat(thrown).isSameAs(group);
    assertThat(group.errors()).hasSize(2);
  }

  @InEachMode
  @Tag("T069")
  void a_failure_before_the_report_keeps_its_links(RunMode mode) {
    RuntimeException cause = Failures.key();
    RuntimeException suppressed = Failures.value();
    IOException error = new IOException("not ready", cause);
    error.addSuppressed(suppressed);

    Throwable thrown = thrownBeforeTheReport(mode, error);

    assertThat(thrown).isSameAs(error);
    assertThat(error.getCause()).isSameAs(cause);
    assertThat(error.getSuppressed()).containsExactly(suppressed);
    assertThat(cause).hasNoCause().hasNoSuppressedExceptions();
  }

  /// What `start` throws when its child throws `error` before it reports; the nursery throws
  /// nothing.
  private static Throwable thrownBeforeTheReport(RunMode mode, Exception error) {
    Startable<String> failing =
        _ -> {
          Trio.checkpoint();
          throw error;
        };
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Runs.run(
        mode,
        () -> Nursery.run(n -> seen.set(Failures.thrown(Exception.class, () -> n.start(failing)))));
    return seen.get();
  }

  @InEachMode
  @Tag("T070")
  void a_child_that_ends_without_a_report_fails_start(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              Startable<String> silent = _ -> trail.add("child ends");
              assertThatThrownBy(() -> n.start("silent", silent))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("Task[silent] ended without calling started()");
              assertThat(n.childTasks()).isEmpty();
            }));

    assertThat(trail.steps()).containsExactly("child ends");
  }

  @InEachMode
  @Tag("T071")
  void a_report_in_a_cancelled_start_is_lost_at_a_checkpoint(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              Startable<String> child =
                  status -> {
                    status.started("hi");
                    trail.add("reported");
                    Trio.checkpoint();
                    trail.add("went on");
                  };

              CancelScope scope =
                  CancelScope.run(s -> {
                    s.cancel();
                    Failures.thrown(Cancelled.class, () -> n.start(child));
                    trail.add("start threw");
                    Trio.checkpoint();
                  });

              assertThat(scope.cancelledCaught()).isTrue();
              assertThat(n.childTasks()).isEmpty();
            }));

    assertThat(trail.steps()).containsExactly("reported", "start threw");
  }

  @InEachMode
  @Tag("T072")
  void a_report_in_a_cancelled_start_counts_without_a_checkpoint(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              Startable<String> child = status -> status.started("hi");

              CancelScope scope =
                  CancelScope.run(s -> {
                    s.cancel();
                    trail.add(n.start(child));
                  });

              assertThat(scope.cancelCalled()).isTrue();
              assertThat(scope.cancelledCaught()).isFalse();
            }));

    assertThat(trail.steps()).containsExactly("hi");
  }

  @InEachMode
  @Tag("T073")
  void a_failure_after_the_report_in_a_cancelled_start_leaves_start(RunMode mode) {
    RuntimeException error = Failures.key();
    Startable<String> child =
        status -> {
          status.started("hi");
          throw error;
        };
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              CancelScope scope =
                  CancelScope.run(s -> {
                    s.cancel();
                    Throwable thrown =
                        Failures.thrown(RuntimeException.class, () -> n.start(child));
                    assertThat(thrown).isSameAs(error);
                  });
              assertThat(scope.cancelledCaught()).isFalse();
            }));
  }

  @InEachMode
  @Tag("T074")
  void start_in_a_closed_nursery_fails_at_once(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Nursery closed = Nursery.call(n -> n);
          TrioTime start = Trio.currentTime();
          Startable<String> slow =
              status -> {
                trail.add("ran");
                Trio.sleep(seconds(7));
                status.started("ready");
              };

          assertThatThrownBy(() -> closed.start(slow))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("is closed");

          assertThat(Runs.since(start)).isEqualTo(seconds(0));
        });
    assertThat(trail.steps()).isEmpty();
  }

  @InEachMode
  @Tag("T075")
  void a_report_into_a_cancelled_nursery_wakes_the_grandchildren(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(outer -> {
              AtomicReference<Nursery> target = new AtomicReference<>();
              outer.startSoon(() ->
                  Nursery.run(n -> {
                    target.set(n);
                    Trio.sleepForever();
                  }));
              Runs.settle();

              assertThat(target.get().start(moving(target.get()))).isEqualTo("moved");
              trail.add("start returned");
            }));

    assertThat(trail.steps())
        .containsExactlyInAnyOrder(
            "reported", "grandchild cancelled", "grandchild cancelled", "start returned");
    assertThat(trail.steps()).startsWith("reported");
  }

  /// Has two sleeping children when it cancels `target` and moves there.
  private Startable<String> moving(Nursery target) {
    return status ->
        Nursery.run(mine -> {
          mine.startSoon(this::sleepForever);
          mine.startSoon(this::sleepForever);
          Runs.settle();
          target.cancel();
          trail.add("reported");
          status.started("moved");
        });
  }

  private void sleepForever() {
    try {
      Trio.sleepForever();
    } catch (Cancelled cancelled) {
      trail.add("grandchild cancelled");
      throw cancelled;
    }
  }

  @InEachMode
  @Tag("T077")
  void starts_in_progress_keep_the_nursery_open(RunMode mode) {
    Startable<String> child =
        status -> {
          Trio.sleep(seconds(2));
          status.started("ready");
          Trio.sleep(seconds(3));
        };
    Runs.run(
        mode,
        () -> {
          TrioTime start = Trio.currentTime();
          Nursery.run(outer -> {
            Nursery.run(n -> {
              outer.startSoon(() -> n.start(child));
              Trio.sleep(seconds(1));
              outer.startSoon(() -> n.start(child));
              outer.startSoon(() -> {
                Trio.sleep(seconds(0.5));
                assertThat(n.childTasks()).isEmpty();
                assertThat(n.isClosed()).isFalse();
                trail.add("open without children");
              });
            });
            assertThat(Runs.since(start)).isEqualTo(seconds(6));
          });
        });

    assertThat(trail.steps()).containsExactly("open without children");
  }

  @InEachMode
  @Tag("T078")
  void a_failed_start_leaves_the_nursery_unharmed(RunMode mode) {
    RuntimeException error = Failures.key();
    Startable<String> child =
        _ -> {
          Trio.sleep(seconds(7));
          throw error;
        };
    Runs.run(
        mode,
        () -> {
          TrioTime start = Trio.currentTime();
          Nursery.run(outer -> {
            Nursery.run(n -> {
              outer.startSoon(() -> {
                Throwable thrown = Failures.thrown(RuntimeException.class, () -> n.start(child));
                assertThat(thrown).isSameAs(error);
                trail.add("start threw");
              });
              Trio.checkpoint();
              Trio.sleep(seconds(1));
            });
            assertThat(Runs.since(start)).isEqualTo(seconds(7));
          });
        });

    assertThat(trail.steps()).containsExactly("start threw");
  }
}
