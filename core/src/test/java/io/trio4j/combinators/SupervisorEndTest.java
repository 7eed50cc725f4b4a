package io.trio4j.combinators;

import static io.trio4j.combinators.SupervisorRuns.seconds;
import static io.trio4j.combinators.SupervisorRuns.settle;
import static io.trio4j.combinators.SupervisorRuns.sleepSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.combinators.SupervisorRuns.Trail;
import io.trio4j.support.Logged;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a supervisor comes to its end, and what it then does not do. */
class SupervisorEndTest {
  private final Trail trail = new Trail();
  private Logged logged;

  @BeforeEach
  void listen() {
    logged = new Logged("io.trio4j.combinators");
  }

  @AfterEach
  void stopListening() {
    logged.close();
  }

  private void failsToStop(String name) {
    trail.add("+" + name);
    try {
      Trio.sleepForever();
    } finally {
      fail(name + " can't stop");
    }
  }

  private static void fail(String why) {
    throw new IllegalStateException(why);
  }

  @Nested
  class By_itself {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void it_waits_for_children_that_run_or_will_run_again(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () -> {
            Supervisor.run(
                SupervisorOptions.oneForOne().withBackoff(_ -> Duration.ofSeconds(5)),
                supervisor -> {
                  int[] tries = {0};
                  supervisor.startSoon(
                      "a",
                      Restart.ON_FAILURE,
                      () -> {
                        sleepSeconds(1);
                        if (tries[0]++ == 0) {
                          throw new IOException("once");
                        }
                      });
                });
            assertThat(seconds()).isEqualTo(7);
          });
      assertThat(logged.lines).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void it_ends_at_once_without_children(RunMode mode) {
      for (SupervisorStrategy strategy : SupervisorStrategy.values()) {
        SupervisorOptions options = SupervisorOptions.oneForOne();
        SupervisorOptions other =
            new SupervisorOptions(
                "empty",
                strategy,
                options.maxRestarts(),
                options.within(),
                options.backoff(),
                options.fatal());
        SupervisorRuns.run(
            mode,
            () -> {
              Supervisor.run(other, supervisor -> trail.add(supervisor.toString()));
              Supervisor.run(
                  other, supervisor -> supervisor.startSoon("a", Restart.ON_FAILURE, () -> {}));
            });
      }
      assertThat(trail.all()).hasSize(3).containsOnly("Supervisor[empty, 0 children, 0 restarts]");
    }
  }

  @Nested
  class By_stop {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void the_body_is_cancelled_when_the_children_have_ended(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor -> {
                    supervisor.startSoon("a", Restart.ALWAYS, trail.server("a"));
                    supervisor.startSoon(
                        "b",
                        Restart.ALWAYS,
                        () -> {
                          sleepSeconds(1);
                          supervisor.stop("b says so");
                          trail.server("b").run();
                        });
                    trail.server("body").run();
                  }));
      assertThat(trail.all())
          .containsExactlyInAnyOrder("+body", "+a", "+b", "-b", "-a", "-body")
          .endsWith("-b", "-a", "-body");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void what_fails_then_is_thrown_and_the_others_are_stopped_all_the_same(RunMode mode) {
      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  SupervisorRuns.run(
                      mode,
                      () ->
                          Supervisor.run(
                              SupervisorOptions.oneForOne(),
                              supervisor -> {
                                supervisor.startSoon("a", Restart.ALWAYS, trail.server("a"));
                                supervisor.startSoon("b", Restart.ALWAYS, () -> failsToStop("b"));
                                supervisor.startSoon("c", Restart.NEVER, () -> failsToStop("c"));
                                settle();
                                supervisor.stop("enough");
                              })));

      assertThat(group.errors()).extracting(Throwable::getMessage).containsExactly("b can't stop");
      assertThat(trail.all()).containsExactly("+a", "+b", "+c", "-a");
      assertThat(logged.lines)
          .containsExactly(
              "WARNING Supervisor[supervisor]: c failed while Supervisor[supervisor] ended and is"
                  + " not restarted (Restart.NEVER)");
    }
  }

  @Nested
  class By_a_cancel_from_outside {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void all_end_and_none_is_restarted(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () -> {
            CancelScope scope =
                CancelScope.moveOnAfter(
                    Duration.ofSeconds(3),
                    () ->
                        Supervisor.run(
                            SupervisorOptions.allForOne().withBackoff(_ -> Duration.ofSeconds(5)),
                            supervisor -> {
                              supervisor.startSoon("a", Restart.ALWAYS, trail.server("a"));
                              supervisor.startSoon("b", Restart.ALWAYS, trail.failing("b", 1, 1));
                            }));
            assertThat(scope.cancelledCaught()).isTrue();
            assertThat(seconds()).isEqualTo(3);
          });
      assertThat(trail.all()).containsExactly("+a", "+b", "-b", "-a");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_its_own_it_ends_normally(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor -> {
                    supervisor.startSoon("a", Restart.ALWAYS, trail.server("a"));
                    settle();
                    supervisor.cancel("enough");
                    Trio.sleepForever();
                  }));
      assertThat(trail.all()).containsExactly("+a", "-a");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void what_fails_then_is_thrown(RunMode mode) {
      List<Boolean> caught = new CopyOnWriteArrayList<>();
      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  SupervisorRuns.run(
                      mode,
                      () ->
                          CancelScope.moveOnAfter(
                              Duration.ofSeconds(3),
                              scope -> {
                                try {
                                  Supervisor.run(
                                      SupervisorOptions.oneForOne(),
                                      supervisor -> {
                                        supervisor.startSoon(
                                            "a", Restart.ALWAYS, () -> failsToStop("a"));
                                        supervisor.startSoon(
                                            "b", Restart.ALWAYS, trail.server("b"));
                                      });
                                } finally {
                                  caught.add(scope.cancelCalled());
                                }
                              })));

      assertThat(group.rootCauses())
          .extracting(Throwable::getMessage)
          .containsExactly("a can't stop");
      assertThat(caught).containsExactly(true);
      assertThat(trail.all()).containsExactly("+a", "+b", "-b");
    }

    @Test
    void what_fails_at_that_moment_is_thrown_or_was_acted_upon_before() {
      int thrown = 0;
      for (long seed = 0; seed < 200; seed++) {
        logged.lines.clear();
        int[] linesAtCancel = {0};
        Throwable failure = catchThrowable(runWithAFailureAndACancelAtOnce(seed, linesAtCancel));

        boolean actedUpon = linesAtCancel[0] == 1;
        assertThat(logged.lines).as("seed %d", seed).hasSize(linesAtCancel[0]);
        if (actedUpon) {
          assertThat(failure).as("seed %d", seed).isNull();
        } else {
          assertThat(failure).as("seed %d", seed).isInstanceOf(ExceptionGroup.class);
          thrown++;
        }
      }
      assertThat(thrown).isBetween(1, 199);
    }

    private ThrowingCallable runWithAFailureAndACancelAtOnce(long seed, int[] linesAtCancel) {
      return () ->
          Trio.run(
              SupervisorRuns.options(RunMode.DETERMINISTIC, seed),
              () ->
                  CancelScope.run(scope ->
                      Supervisor.run(
                          SupervisorOptions.oneForOne(),
                          supervisor -> {
                            supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 1, 1));
                            sleepSeconds(1);
                            for (long i = 0; i < seed % 10; i++) {
                              Trio.checkpoint();
                            }
                            linesAtCancel[0] = logged.lines.size();
                            scope.cancel("at the same moment");
                          })));
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void a_removal_that_is_cancelled_still_takes_place(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor -> {
                    var slow =
                        supervisor.startSoon(
                            "a",
                            Restart.ALWAYS,
                            () -> {
                              try {
                                Trio.sleepForever();
                              } finally {
                                CancelScope.cleanup(Duration.ofMinutes(1), () -> sleepSeconds(5));
                              }
                            });
                    settle();
                    boolean gaveUp =
                        CancelScope.moveOnAfter(Duration.ofSeconds(1), () -> slow.remove())
                            .cancelledCaught();
                    assertThat(gaveUp).isTrue();
                    assertThat(supervisor.status().children()).hasSize(1);
                    sleepSeconds(5);
                    settle();
                    assertThat(supervisor.status().children()).isEmpty();
                  }));
      assertThat(logged.lines).isEmpty();
    }
  }

  @Nested
  class By_a_graceful_cancel {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void children_that_end_are_not_restarted(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () -> {
            Nursery.run(nursery -> {
              nursery.startSoon(() ->
                  Supervisor.run(
                      SupervisorOptions.oneForOne(),
                      supervisor -> {
                        supervisor.startSoon(
                            "polite",
                            Restart.ALWAYS,
                            () -> {
                              CancelScope.untilShutdown(() -> Trio.sleepForever());
                              sleepSeconds(2);
                              trail.add("polite at " + seconds());
                            });
                      }));
              sleepSeconds(1);
              nursery.cancelGracefully(Duration.ofSeconds(10));
            });
            assertThat(seconds()).isEqualTo(3);
          });
      assertThat(trail.all()).containsExactly("polite at 3");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void a_wait_for_a_restart_is_over(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () -> {
            Nursery.run(nursery -> {
              nursery.startSoon(() ->
                  Supervisor.run(
                      SupervisorOptions.oneForOne().withBackoff(_ -> Duration.ofDays(1)),
                      supervisor ->
                          supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 1, 0))));
              sleepSeconds(1);
              nursery.cancelGracefully(Duration.ofSeconds(10));
            });
            assertThat(seconds()).isEqualTo(1);
          });
      assertThat(trail.all()).containsExactly("+a", "-a");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void what_fails_then_is_thrown(RunMode mode) {
      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  SupervisorRuns.run(
                      mode,
                      () ->
                          CancelScope.run(scope ->
                              Supervisor.run(
                                  SupervisorOptions.oneForOne(),
                                  supervisor -> {
                                    supervisor.startSoon(
                                        "a", Restart.ALWAYS, trail.failing("a", 1, 2));
                                    sleepSeconds(1);
                                    scope.cancelGracefully(Duration.ofSeconds(10));
                                  }))));

      assertThat(group.errors()).extracting(Throwable::getMessage).containsExactly("a broke at 2");
      assertThat(trail.all()).containsExactly("+a", "-a");
    }
  }

  @Test
  void by_a_failure_of_its_body_it_throws_that_and_restarts_nothing() {
    ExceptionGroup group =
        catchThrowableOfType(
            ExceptionGroup.class,
            () ->
                SupervisorRuns.run(
                    RunMode.DETERMINISTIC,
                    () ->
                        Supervisor.run(
                            SupervisorOptions.oneForOne(),
                            supervisor -> {
                              supervisor.startSoon("a", Restart.ALWAYS, trail.server("a"));
                              settle();
                              throw new IOException("planted");
                            })));

    assertThat(group.errors()).extracting(Throwable::getMessage).containsExactly("planted");
    assertThat(trail.all()).containsExactly("+a", "-a");
  }
}
