package io.trio4j.combinators;

import static io.trio4j.combinators.SupervisorRuns.seconds;
import static io.trio4j.combinators.SupervisorRuns.settle;
import static io.trio4j.combinators.SupervisorRuns.sleepSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.TaskLocal;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.combinators.SupervisorRuns.Trail;
import io.trio4j.combinators.SupervisorStatus.State;
import io.trio4j.support.Logged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SupervisorTest {
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

  private static List<String> names(Supervisor supervisor) {
    return supervisor.status().children().stream().map(SupervisorStatus.Child::name).toList();
  }

  @Nested
  class A_child {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_fails_is_started_again(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor -> {
                    var child =
                        supervisor.startSoon("a", Restart.ON_FAILURE, trail.failing("a", 2, 1));
                    sleepSeconds(3);
                    settle();

                    assertThat(trail.all()).containsExactly("+a", "-a", "+a", "-a", "+a");
                    assertThat(child.status().restartCount()).isEqualTo(2);
                    assertThat(child.status().state()).isEqualTo(State.RUNNING);
                    assertThat(child.status().lastFailure())
                        .hasValueSatisfying(e -> assertThat(e).hasMessage("a broke at 2"));
                    assertThat(supervisor.status().restartCount()).isEqualTo(2);
                    supervisor.stop("enough");
                  }));
      assertThat(trail.all()).endsWith("+a", "-a");
      assertThat(logged.lines)
          .containsExactly(
              "WARNING Supervisor[supervisor]: a failed, restart 1 at once",
              "WARNING Supervisor[supervisor]: a failed, restart 2 at once");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_returns_is_started_again_only_with_ALWAYS(RunMode mode) {
      AtomicInteger always = new AtomicInteger();
      AtomicInteger onFailure = new AtomicInteger();
      AtomicInteger never = new AtomicInteger();

      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor -> {
                    supervisor.startSoon(
                        "always",
                        Restart.ALWAYS,
                        () -> {
                          if (always.incrementAndGet() == 3) {
                            Trio.sleepForever();
                          }
                        });
                    supervisor.startSoon("failure", Restart.ON_FAILURE, onFailure::incrementAndGet);
                    supervisor.startSoon("never", Restart.NEVER, never::incrementAndGet);
                    settle();

                    assertThat(names(supervisor)).containsExactly("always");
                    supervisor.stop("enough");
                  }));

      assertThat(List.of(always.get(), onFailure.get(), never.get())).containsExactly(3, 1, 1);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void with_NEVER_that_fails_is_logged_and_the_others_go_on(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne().withName("web"),
                  supervisor -> {
                    var child =
                        supervisor.startSoon("once", Restart.NEVER, trail.failing("once", 1, 0));
                    supervisor.startSoon("other", Restart.ALWAYS, trail.server("other"));
                    sleepSeconds(1);

                    assertThat(names(supervisor)).containsExactly("other");
                    assertThat(child.status().state()).isEqualTo(State.ENDED);
                    assertThat(child.status().lastFailure()).isPresent();
                    supervisor.stop("enough");
                  }));

      assertThat(trail.all()).contains("+other", "-other");
      assertThat(logged.lines)
          .containsExactly(
              "WARNING Supervisor[web]: once failed and is not restarted (Restart.NEVER)");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_was_cancelled_through_its_task_counts_as_one_that_returned(RunMode mode) {
      List<Task<?>> tasks = new CopyOnWriteArrayList<>();
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor -> {
                    for (Restart restart : List.of(Restart.ALWAYS, Restart.ON_FAILURE)) {
                      supervisor.startSoon(
                          restart.name(),
                          restart,
                          () -> {
                            tasks.add(Task.current());
                            Trio.sleepForever();
                          });
                    }
                    settle();
                    List.copyOf(tasks).forEach(Task::cancel);
                    settle();

                    assertThat(names(supervisor)).containsExactly("ALWAYS");
                    supervisor.stop("enough");
                  }));
      assertThat(tasks).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void begins_each_time_on_a_fresh_thread_with_the_context_of_who_added_it(RunMode mode) {
      TaskLocal<String> user = TaskLocal.withDefault("user", "nobody");
      ThreadLocal<String> left = ThreadLocal.withInitial(() -> "fresh");
      List<String> seen = new CopyOnWriteArrayList<>();
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne().withName("workers"),
                  supervisor ->
                      user.where(
                          "ada",
                          () ->
                              supervisor.startSoon(
                                  "mail",
                                  Restart.ON_FAILURE,
                                  () -> {
                                    seen.add(Task.current().path() + user.get() + left.get());
                                    left.set("used");
                                    if (seen.size() < 3) {
                                      throw new IllegalStateException("again");
                                    }
                                  }))));

      assertThat(seen)
          .containsExactly(
              "main/workers/mail/startadafresh",
              "main/workers/mail/restart-1adafresh",
              "main/workers/mail/restart-2adafresh");
    }
  }

  @Nested
  class Together {
    private List<String> eventsOf(RunMode mode, SupervisorOptions options) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  options,
                  supervisor -> {
                    supervisor.startSoon("a", Restart.ALWAYS, trail.server("a"));
                    supervisor.startSoon("b", Restart.ALWAYS, trail.failing("b", 1, 1));
                    supervisor.startSoon("c", Restart.ALWAYS, trail.server("c"));
                    sleepSeconds(2);
                    settle();
                    trail.add("stop");
                    supervisor.stop("enough");
                  }));
      return trail.all();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void one_for_one_restarts_the_one(RunMode mode) {
      assertThat(eventsOf(mode, SupervisorOptions.oneForOne()))
          .containsExactly("+a", "+b", "+c", "-b", "+b", "stop", "-c", "-b", "-a");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void all_for_one_stops_the_others_in_reverse_and_starts_all_in_order(RunMode mode) {
      assertThat(eventsOf(mode, SupervisorOptions.allForOne()))
          .containsExactly(
              "+a", "+b", "+c", "-b", "-c", "-a", "+a", "+b", "+c", "stop", "-c", "-b", "-a");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void rest_for_one_takes_those_after_it_along(RunMode mode) {
      assertThat(eventsOf(mode, SupervisorOptions.restForOne()))
          .containsExactly("+a", "+b", "+c", "-b", "-c", "+b", "+c", "stop", "-c", "-b", "-a");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void each_is_stopped_when_the_one_after_it_has_ended(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.allForOne(),
                  supervisor -> {
                    for (String name : List.of("a", "b", "c")) {
                      supervisor.startSoon(name, Restart.ALWAYS, () -> slowToStop(name));
                    }
                    settle();
                    supervisor.stop("enough");
                  }));

      assertThat(trail.all())
          .containsExactly("c stops", "c at 1", "b stops", "b at 2", "a stops", "a at 3");
    }

    private void slowToStop(String name) {
      try {
        Trio.sleepForever();
      } finally {
        trail.add(name + " stops");
        io.trio4j.CancelScope.cleanup(Duration.ofMinutes(1), () -> sleepSeconds(1));
        trail.add(name + " at " + seconds());
      }
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void a_NEVER_child_is_gone_and_one_that_had_returned_starts_again(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.allForOne(),
                  supervisor -> {
                    supervisor.startSoon("setup", Restart.ON_FAILURE, () -> trail.add("setup"));
                    supervisor.startSoon("once", Restart.NEVER, trail.server("once"));
                    supervisor.startSoon("work", Restart.ALWAYS, trail.failing("work", 1, 1));
                    settle();
                    assertThat(supervisor.status().children().getFirst().state())
                        .isEqualTo(State.ENDED);
                    sleepSeconds(2);
                    settle();

                    assertThat(names(supervisor)).containsExactly("setup", "work");
                    supervisor.stop("enough");
                  }));

      assertThat(trail.all())
          .containsExactly("setup", "+once", "+work", "-work", "-once", "setup", "+work", "-work");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void two_that_fail_at_once_are_one_restart(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.allForOne(),
                  supervisor -> {
                    supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 1, 1));
                    supervisor.startSoon("b", Restart.ALWAYS, trail.failing("b", 1, 1));
                    sleepSeconds(2);
                    settle();

                    assertThat(supervisor.status().restartCount()).isEqualTo(1);
                    assertThat(supervisor.status().children())
                        .allMatch(child -> child.restartCount() == 1);
                    supervisor.stop("enough");
                  }));
      assertThat(trail.all()).hasSize(8);
    }
  }

  @Nested
  class Starting {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void waits_for_a_startable_to_report_each_time(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.allForOne(),
                  supervisor -> {
                    supervisor.startSoon(
                        "db",
                        Restart.ALWAYS,
                        status -> {
                          sleepSeconds(2);
                          trail.add("db at " + seconds());
                          status.started("ready");
                          Trio.sleepForever();
                        });
                    supervisor.startSoon("app", Restart.ALWAYS, trail.failing("app", 1, 1));
                    sleepSeconds(1);
                    assertThat(supervisor.status().children())
                        .extracting(SupervisorStatus.Child::state)
                        .containsExactly(State.STARTING, State.WAITING);
                    sleepSeconds(9);
                    supervisor.stop("enough");
                  }));

      assertThat(trail.all()).containsExactly("db at 2", "+app", "-app", "db at 5", "+app", "-app");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_fails_is_a_failure_as_any_other(RunMode mode) {
      AtomicInteger tries = new AtomicInteger();
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor ->
                      supervisor.startSoon(
                          "db",
                          Restart.ON_FAILURE,
                          status -> {
                            switch (tries.incrementAndGet()) {
                              case 1 -> throw new java.io.IOException("refused");
                              case 2 -> trail.add("returns without a report");
                              default -> status.started("ready");
                            }
                          })));

      assertThat(tries).hasValue(3);
      assertThat(logged.lines).hasSize(2);
    }
  }

  @Nested
  class While_it_runs {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void children_come_and_go(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor -> {
                    var first = supervisor.startSoon("a", Restart.ALWAYS, trail.server("a"));
                    supervisor.startSoon("b", Restart.ALWAYS, trail.server("b"));
                    settle();
                    first.remove();
                    assertThat(names(supervisor)).containsExactly("b");
                    assertThat(first.status().state()).isEqualTo(State.ENDED);
                    first.remove();
                    supervisor.startSoon("a", Restart.ALWAYS, trail.server("new a"));
                    settle();
                    supervisor.stop("enough");
                  }));

      assertThat(trail.all()).containsExactly("+a", "+b", "-a", "+new a", "-new a", "-b");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void one_that_waits_for_its_restart_can_be_removed(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne().withBackoff(_ -> Duration.ofDays(1)),
                  supervisor -> {
                    var child = supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 9, 0));
                    settle();
                    child.remove();
                  }));
      assertThat(trail.all()).containsExactly("+a", "-a");
    }

    @Test
    void a_second_child_of_a_name_is_refused() {
      SupervisorRuns.run(
          RunMode.DETERMINISTIC,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor -> {
                    var child = supervisor.startSoon("a", Restart.ALWAYS, trail.server("a"));
                    assertThatThrownBy(() -> supervisor.startSoon("a", Restart.NEVER, () -> {}))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(
                            "name must be new: SupervisorChild[a of Supervisor[supervisor],"
                                + " WAITING] has it. Remove that child first, or choose another"
                                + " name.");
                    child.remove();
                  }));
      assertThat(trail.all()).isEmpty();
    }

    @Test
    void a_child_can_not_remove_itself() {
      SupervisorRuns.run(
          RunMode.DETERMINISTIC,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor -> {
                    List<SupervisorChild> handle = new ArrayList<>();
                    handle.add(
                        supervisor.startSoon(
                            "a", Restart.NEVER, () -> refusesToRemove(handle.getFirst())));
                  }));
      assertThat(trail.all()).containsExactly("refused");
      assertThat(logged.lines).isEmpty();
    }

    private void refusesToRemove(SupervisorChild child) {
      assertThatThrownBy(child::remove)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "SupervisorChild[a of Supervisor[supervisor], RUNNING] can't remove itself:"
                  + " Task[main/supervisor/a/start] would wait for its own end. Return from the"
                  + " body to end, or have a task outside do it.");
      trail.add("refused");
    }

    @Test
    void a_child_that_fails_as_it_is_removed_tells_who_removes_it() {
      SupervisorRuns.run(
          RunMode.DETERMINISTIC,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne(),
                  supervisor -> {
                    var child = supervisor.startSoon("a", Restart.ALWAYS, this::failsToStop);
                    settle();
                    assertThatThrownBy(child::remove)
                        .hasMessageContaining("removal of SupervisorChild[a of")
                        .hasRootCauseMessage("can't stop");
                    child.remove();
                  }));
      assertThat(logged.lines)
          .containsExactly("WARNING Supervisor[supervisor]: a failed while it was being removed");
    }

    private void failsToStop() {
      try {
        Trio.sleepForever();
      } finally {
        fail("can't stop");
      }
    }

    private static void fail(String why) {
      throw new IllegalStateException(why);
    }

    @Test
    void after_its_end_it_takes_no_children() {
      SupervisorRuns.run(
          RunMode.DETERMINISTIC,
          () -> {
            List<Supervisor> kept = new ArrayList<>();
            Supervisor.run(SupervisorOptions.oneForOne(), kept::add);

            assertThatThrownBy(() -> kept.getFirst().startSoon("late", Restart.NEVER, () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                    "Supervisor[supervisor] has ended: child late can't be started in it."
                        + " Start children before, or open another supervisor.");
            assertThat(kept.getFirst().status().children()).isEmpty();
          });
    }
  }

  @Nested
  class Seen_from_outside {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void a_child_that_is_down_says_what_it_waits_for(RunMode mode) {
      SupervisorRuns.run(
          mode,
          () ->
              Supervisor.run(
                  SupervisorOptions.oneForOne()
                      .withName("web")
                      .withBackoff(_ -> Duration.ofSeconds(2)),
                  supervisor -> {
                    supervisor.startSoon("a", Restart.ALWAYS, trail.failing("a", 1, 0));
                    supervisor.startSoon("b", Restart.ALWAYS, trail.server("b"));
                    settle();

                    assertThat(Trio.dump())
                        .contains("supervisor: waits 0.000 s for Supervisor[web, 2 children, 1 ")
                        .contains("s for restart 1 at t+PT2S, after java.lang.IllegalStateExcep")
                        .containsPattern("start: waits .* for nothing, for ever");
                    var down = supervisor.status().children().getFirst();
                    assertThat(down.state()).isEqualTo(State.WAITING);
                    assertThat(down.restartAt()).contains(TrioTimes.atSeconds(2));
                    supervisor.stop("enough");
                  }));
      assertThat(logged.lines)
          .containsExactly("WARNING Supervisor[web]: a failed, restart 1 in PT2S");
    }

    @Test
    void options_are_checked() {
      SupervisorOptions good = SupervisorOptions.oneForOne();

      assertThatThrownBy(() -> good.withLimit(-1, Duration.ofSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("maxRestarts must not be negative: -1");
      for (Duration bad : Arrays.asList(Duration.ZERO, Duration.ofSeconds(-1))) {
        assertThatThrownBy(() -> good.withLimit(1, bad))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("within must be positive: " + bad);
      }
    }
  }

  private static final class TrioTimes {
    static TrioTime atSeconds(long seconds) {
      return new TrioTime(Duration.ofSeconds(seconds).toNanos());
    }
  }
}
