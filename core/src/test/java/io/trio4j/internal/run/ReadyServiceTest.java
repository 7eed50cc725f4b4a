package io.trio4j.internal.run;

import static io.trio4j.internal.run.InVirtualTime.options;
import static io.trio4j.internal.run.InVirtualTime.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Startable;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.support.Logged;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services that say when they are ready, and those that take too long to end. */
class ReadyServiceTest {
  private final Queue<String> trail = new ConcurrentLinkedQueue<>();

  /** Runs until cancelled, and takes a second to end. */
  private void serve(String name) {
    try {
      Trio.sleepForever();
    } finally {
      trail.add(name + " cancelled");
      CancelScope.shielded(() -> sleep(1));
      trail.add(name + " ended");
    }
  }

  private void work(String name, int seconds) {
    try {
      sleep(seconds);
    } finally {
      trail.add(name + " ended");
    }
  }

  @Nested
  class A_service_that_says_when_it_is_ready {
    private Startable<String> readyAfter(int seconds, String name) {
      return status -> {
        sleep(seconds);
        status.started(name + " is ready");
        serve(name);
      };
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void hands_its_value_and_ends_like_others(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startService("plain", () -> serve("plain"));
                trail.add(nursery.startService("db", readyAfter(2, "db")));
                nursery.startSoon("child", () -> work("child", 1));
                assertThat(nursery.childTasks()).filteredOn(Task::isService).hasSize(2);
              }));

      assertThat(trail)
          .containsExactly(
              "db is ready",
              "child ended",
              "db cancelled",
              "db ended",
              "plain cancelled",
              "plain ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void has_its_place_in_the_order_by_its_report(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> nursery.startService("slow", readyAfter(3, "slow")));
                nursery.startSoon(() -> nursery.startService("quick", readyAfter(1, "quick")));
              }));

      assertThat(trail)
          .containsExactly("slow cancelled", "slow ended", "quick cancelled", "quick ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void belongs_to_its_caller_until_then(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                CancelScope.moveOnAfter(
                    Duration.ofSeconds(1), () -> nursery.startService("late", readyAfter(9, "x")));
                assertThat(nursery.childTasks()).isEmpty();
                trail.add("given up");
              }));

      assertThat(trail).containsExactly("given up");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_safe_from_its_callers_cancel_and_the_nurserys_after_it(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.cancel("cancelled before there is a service");
                CancelScope.shielded(() -> {
                  CancelScope.run(scope -> {
                    trail.add(nursery.startService("db", readyAfter(1, "db")));
                    scope.cancel();
                  });
                });
                CancelScope.shielded(() -> sleep(5));
                trail.add("body ended");
              }));

      assertThat(trail).containsExactly("db is ready", "body ended", "db cancelled", "db ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void takes_its_children_behind_its_shield(RunMode mode) {
      Startable<String> pool =
          status ->
              Nursery.run(connections -> {
                connections.startSoon(() -> serve("connection"));
                sleep(1);
                status.started("");
              });

      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startService("pool", pool);
                nursery.cancel();
                CancelScope.shielded(() -> sleep(3));
                trail.add("body ended");
              }));

      assertThat(trail).containsExactly("body ended", "connection cancelled", "connection ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void keeps_the_nursery_open_while_it_is_waited_for(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(outer ->
                  Nursery.run(nursery -> {
                    outer.startSoon(() -> {
                      trail.add(nursery.startService("db", readyAfter(2, "db")));
                    });
                    sleep(1);
                    trail.add("body ended");
                  })));

      assertThat(trail)
          .containsExactlyInAnyOrder("body ended", "db is ready", "db cancelled", "db ended")
          .startsWith("body ended")
          .endsWith("db ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_what_stopped_it_to_its_caller(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                Startable<String> failing =
                    _ -> {
                      throw new IOException("no port");
                    };
                Startable<String> silent = _ -> {};
                assertThatThrownBy(() -> nursery.startService(failing)).hasMessage("no port");
                assertThatThrownBy(() -> nursery.startService("silent", silent))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Task[silent] ended without calling started()");
              }));
    }
  }

  @Nested
  class An_overrun {
    private static final Duration LIMIT = Duration.ofSeconds(7);

    private void endSlowly(int seconds) {
      try {
        Trio.sleepForever();
      } finally {
        CancelScope.shielded(() -> sleep(seconds));
      }
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_logged_and_shown_in_dumps(RunMode mode) {
      RunOptions options = options(mode).withName("overrun-" + mode).withServiceLimit(LIMIT);
      AtomicReference<String> before = new AtomicReference<>();
      AtomicReference<String> after = new AtomicReference<>();
      List<String> lines;
      try (Logged log = new Logged("io.trio4j.run")) {
        Trio.run(
            options,
            () ->
                Nursery.run(outer -> {
                  outer.startSoon(() -> {
                    sleep(5);
                    before.set(Trio.dump());
                    sleep(15);
                    after.set(Trio.dump());
                  });
                  outer.startSoon(
                      "owner",
                      () ->
                          Nursery.run(
                              "shop",
                              nursery -> nursery.startService("slow", () -> endSlowly(60))));
                }));
        lines = List.copyOf(log.lines);
      }

      assertThat(lines).hasSize(2);
      assertThat(lines.getFirst()).startsWith("WARNING service ").contains("has not ended within");
      assertThat(lines.getLast()).startsWith("INFO service ").contains("after it was cancelled");
      assertThat(before.get())
          .contains("for service slow to end, cancelled PT5S ago")
          .doesNotContain("over its limit")
          .contains("slow (service): ")
          .contains("0 children, 1 service]");
      assertThat(after.get())
          .contains("for service slow to end, cancelled PT20S ago, over its limit of PT7S");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_none_within_the_limit(RunMode mode) {
      List<String> lines;
      try (Logged log = new Logged("io.trio4j.run")) {
        TrioTime end =
            Trio.run(
                options(mode).withServiceLimit(LIMIT),
                () -> {
                  Nursery.run(nursery -> nursery.startService(() -> endSlowly(6)));
                  return Trio.currentTime();
                });
        assertThat(end.nanos()).isEqualTo(Duration.ofSeconds(6).toNanos());
        lines = List.copyOf(log.lines);
      }

      assertThat(lines).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_each_service_is_counted_from_its_own_cancel(RunMode mode) {
      List<String> lines;
      try (Logged log = new Logged("io.trio4j.run")) {
        Trio.run(
            options(mode).withServiceLimit(LIMIT),
            () ->
                Nursery.run(nursery -> {
                  nursery.startService(() -> endSlowly(6));
                  nursery.startService(() -> endSlowly(6));
                  sleep(20);
                }));
        lines = List.copyOf(log.lines);
      }

      assertThat(lines).isEmpty();
    }
  }
}
