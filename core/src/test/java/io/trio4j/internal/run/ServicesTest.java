package io.trio4j.internal.run;

import static io.trio4j.internal.run.InVirtualTime.options;
import static io.trio4j.internal.run.InVirtualTime.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.RunHandle;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Startable;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services: how and when they end. */
class ServicesTest {
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
  class The_end {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void comes_after_the_body_and_all_others_and_in_reverse_order(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startService("a", () -> serve("a"));
                nursery.startService("b", () -> serve("b"));
                nursery.startSoon("child", () -> work("child", 5));
                nursery.startService("c", () -> serve("c"));
                sleep(1);
                trail.add("body ended");
              }));

      assertThat(trail)
          .containsExactly(
              "body ended",
              "child ended",
              "c cancelled",
              "c ended",
              "b cancelled",
              "b ended",
              "a cancelled",
              "a ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_a_cancel_that_says_why_and_leaves_no_trace(RunMode mode) {
      AtomicReference<CancelReason> reason = new AtomicReference<>();

      Outcome<?> outcome =
          Trio.run(
              options(mode),
              () -> {
                Task<?> service =
                    Nursery.call(
                        "shop",
                        nursery ->
                            nursery.startService(
                                "heartbeat",
                                () -> {
                                  try {
                                    Trio.sleepForever();
                                  } catch (Cancelled cancelled) {
                                    reason.set(cancelled.reason());
                                    throw cancelled;
                                  }
                                }));
                return service.outcome().orElseThrow();
              });

      assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
      assertThat(reason.get().source()).isEqualTo(CancelSource.NURSERY);
      assertThat(reason.get().text()).isEqualTo("the body and all tasks but services have ended");
      assertThat(reason.get().scope()).isEqualTo("Task[main/shop/heartbeat]");
      assertThat(reason.get().task()).isEqualTo("main");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void by_itself_means_nothing(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                Task<?> brief = nursery.startService("brief", () -> trail.add("served"));
                brief.join();
                nursery.startService("long", () -> serve("long"));
                sleep(1);
                assertThat(nursery.scope().cancelCalled()).isFalse();
                trail.add("body ended");
              }));

      assertThat(trail).containsExactly("served", "body ended", "long cancelled", "long ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void by_its_handle_spares_all_others(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                Task<?> one = nursery.startService("one", () -> serve("one"));
                nursery.startService("two", () -> serve("two"));
                sleep(1);
                one.cancel("not needed");
                one.joinOutcome();
                trail.add("body ended");
              }));

      assertThat(trail)
          .containsExactly(
              "one cancelled", "one ended", "body ended", "two cancelled", "two ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void waits_for_children_that_a_service_starts_on_its_way_out(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startService("log", () -> serve("log"));
                nursery.startService(
                    "cache",
                    () -> {
                      try {
                        Trio.sleepForever();
                      } finally {
                        nursery.startSoon("flush", () -> work("flush", 3));
                      }
                    });
              }));

      assertThat(trail).containsExactly("flush ended", "log cancelled", "log ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void comes_first_to_a_service_that_a_service_started(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startService(
                    "outer",
                    () -> {
                      nursery.startService("inner", () -> serve("inner"));
                      serve("outer");
                    });
                sleep(1);
              }));

      assertThat(trail)
          .containsExactly("inner cancelled", "inner ended", "outer cancelled", "outer ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void comes_to_a_service_started_by_one_on_its_way_out_too(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startService("old", () -> serve("old"));
                nursery.startService(
                    "dying",
                    () -> {
                      try {
                        Trio.sleepForever();
                      } finally {
                        nursery.startService("heir", () -> serve("heir"));
                        CancelScope.shielded(() -> sleep(5));
                        trail.add("dying ended");
                      }
                    });
              }));

      assertThat(trail)
          .containsExactly(
              "dying ended", "heir cancelled", "heir ended", "old cancelled", "old ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void comes_within_an_open_run_too(RunMode mode) {
      try (RunHandle run = Trio.start(options(mode))) {
        run.run(() -> {
          Nursery home = Task.current().parentNursery().orElseThrow();
          home.startService("service", () -> serve("service"));
        });
        run.startSoon("child", () -> work("child", 3));
        run.join();
      }

      assertThat(trail).containsExactly("child ended", "service cancelled", "service ended");
    }
  }

  @Nested
  class A_start_by_a_task_of_another_nursery {
    private static final int RACES = 5_000;

    /** The few instructions that the race below seldom hits, step by step: Services, I1. */
    @Test
    void keeps_the_nursery_open_until_its_owner_has_noted_it() {
      Trio.run(() ->
          Nursery.run(nursery -> {
            RunTask<?> service = (RunTask<?>) nursery.startSoon(() -> Trio.sleepForever());
            Tally users = new Tally();
            Tally count = Tally.ofOne();
            Services services = new Services((RunNursery) nursery, users);
            users.bodyEnded(0);

            assertThat(services.advance())
                .isTrue(); // and here the owner closes; but before it does
            assertThat(users.tryReserve()).isTrue();
            services.add(service, count);

            assertThat(users.tryClose()).isFalse();
            assertThat(services.isDue()).isTrue();
            assertThat(services.advance()).isFalse(); // noted, and cancelled
            assertThat(service.isEffective()).isTrue();
            assertThat(services.isDue()).isFalse();
            count.release(); // ended
            assertThat(services.isDue()).isTrue();
            assertThat(services.advance()).isTrue();
            assertThat(users.tryClose()).isTrue();
          }));
    }

    /** The owner looks for services, and closes: nothing may be started in between unseen. */
    @Test
    void as_the_nursery_closes_is_refused_or_has_ended_before_it_is_closed() {
      AtomicInteger refused = new AtomicInteger();
      AtomicInteger served = new AtomicInteger();
      AtomicInteger late = new AtomicInteger();

      Trio.run(() ->
          Nursery.run(outer -> {
            for (int i = 0; i < RACES; i++) {
              boolean withChild = i % 2 == 0;
              AtomicBoolean left = new AtomicBoolean();
              Task<?> outsider =
                  Nursery.call(nursery -> {
                    if (withChild) {
                      nursery.startSoon(() -> {});
                    }
                    return outer.startSoon(() -> {
                      try {
                        nursery.startService(() -> {
                          late.addAndGet(left.get() ? 1 : 0);
                          served.incrementAndGet();
                        });
                      } catch (IllegalStateException closed) {
                        refused.incrementAndGet();
                      }
                    });
                  });
              left.set(true);
              outsider.join();
            }
          }));

      assertThat(late).hasValue(0);
      assertThat(refused.get() + served.get()).isEqualTo(RACES);
      assertThat(served).hasPositiveValue();
    }
  }

  @Nested
  class Misuse {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void is_refused_in_a_closed_nursery(RunMode mode) {
      Trio.run(
          options(mode),
          () -> {
            for (boolean withService : new boolean[] {false, true}) {
              Nursery closed =
                  Nursery.call(nursery -> {
                    if (withService) {
                      nursery.startService(() -> Trio.sleepForever());
                    }
                    return nursery;
                  });
              Startable<String> ready = status -> status.started("");
              assertThat(closed.isClosed()).isTrue();
              assertThatThrownBy(() -> closed.startService(() -> trail.add("ran")))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("is closed")
                  .hasMessageContaining("Start tasks before the block returns.");
              assertThatThrownBy(() -> closed.startService("named", ready))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("is closed");
            }
          });

      assertThat(trail).isEmpty();
    }

    @Test
    void by_a_negative_limit_is_refused() {
      assertThatThrownBy(() -> RunOptions.defaults().withServiceLimit(Duration.ofSeconds(-1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("serviceLimit must not be negative: PT-1S");
    }
  }
}
