package io.trio4j.internal.run;

import static io.trio4j.internal.run.InVirtualTime.options;
import static io.trio4j.internal.run.InVirtualTime.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.TaskFailedException;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services, and what is cancelled and fails around them. */
class ServiceCancelsTest {
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
  class A_cancel {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_the_nursery_reaches_services_last(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startService("service", () -> serve("service"));
                nursery.startSoon("child", () -> serve("child"));
                sleep(1);
                nursery.cancel();
                work("body", 1);
              }));

      assertThat(trail)
          .containsExactlyInAnyOrder(
              "body ended", "child cancelled", "child ended", "service cancelled", "service ended")
          .endsWith("child ended", "service cancelled", "service ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void from_further_out_reaches_services_last(RunMode mode) {
      CancelScope scope =
          Trio.run(
              options(mode),
              () ->
                  CancelScope.moveOnAfter(
                      Duration.ofSeconds(2),
                      () ->
                          Nursery.run(nursery -> {
                            nursery.startService("service", () -> serve("service"));
                            nursery.startSoon("child", () -> serve("child"));
                          })));

      assertThat(scope.cancelledCaught()).isTrue();
      assertThat(trail)
          .containsExactly("child cancelled", "child ended", "service cancelled", "service ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_the_run_reaches_services_last(RunMode mode) {
      Throwable thrown =
          catchThrowable(() ->
              Trio.run(
                  options(mode),
                  () ->
                      Nursery.run(nursery -> {
                        nursery.startService("service", () -> serve("service"));
                        nursery.startSoon("child", () -> serve("child"));
                        sleep(1);
                        Thread.currentThread().interrupt();
                      })));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(thrown).isInstanceOf(io.trio4j.RunCancelledException.class);
      assertThat(trail)
          .containsExactly("child cancelled", "child ended", "service cancelled", "service ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_is_graceful_ends_no_wait_of_a_service(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startService(
                    "service",
                    () -> {
                      try {
                        CancelScope.untilShutdown(() -> Trio.sleepForever());
                        trail.add("shut down");
                      } finally {
                        trail.add("shutting down: " + CancelScope.isShuttingDown());
                      }
                    });
                nursery.startSoon(
                    "child",
                    () -> {
                      CancelScope.untilShutdown(() -> Trio.sleepForever());
                      trail.add("child shut down");
                    });
                sleep(1);
                nursery.cancelGracefully(Duration.ofSeconds(5));
              }));

      assertThat(trail).containsExactly("child shut down", "shutting down: false");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void before_a_service_is_started_does_not_reach_it_early(RunMode mode) {
      Trio.run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(
                    "child",
                    () -> {
                      try {
                        Trio.sleepForever();
                      } finally { // a clean-up that needs a service
                        nursery.startService("late", () -> serve("late"));
                        CancelScope.shielded(() -> sleep(2));
                        trail.add("child ended");
                      }
                    });
                sleep(1);
                nursery.cancel();
              }));

      assertThat(trail).containsExactly("child ended", "late cancelled", "late ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void outside_is_not_in_the_effective_deadline_of_a_service(RunMode mode) {
      AtomicReference<TrioTime> seen = new AtomicReference<>();

      Trio.run(
          options(mode),
          () ->
              CancelScope.moveOnAfter(
                  Duration.ofSeconds(2),
                  () ->
                      Nursery.run(nursery ->
                          nursery
                              .startService(() -> seen.set(CancelScope.currentEffectiveDeadline()))
                              .join())));

      assertThat(seen.get()).isEqualTo(TrioTime.NEVER);
    }
  }

  @Nested
  class A_failure {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_a_service_cancels_the_nursery_and_spares_the_others_until_their_turn(RunMode mode) {
      IOException broken = new IOException("broken");

      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  Trio.run(
                      options(mode),
                      () ->
                          Nursery.run(nursery -> {
                            nursery.startService("one", () -> serve("one"));
                            nursery.startService(
                                "two",
                                () -> {
                                  sleep(1);
                                  throw broken;
                                });
                            nursery.startService("three", () -> serve("three"));
                            nursery.startSoon("child", () -> serve("child"));
                            Trio.sleepForever();
                          })));

      assertThat(group.errors()).containsExactly(broken);
      assertThat(group.branches().getFirst().task()).isEqualTo("main/two");
      assertThat(trail)
          .containsExactly(
              "child cancelled",
              "child ended",
              "three cancelled",
              "three ended",
              "one cancelled",
              "one ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_services_on_their_way_out_is_collected_in_the_order_of_their_end(RunMode mode) {
      RuntimeException first = new IllegalStateException("first");
      RuntimeException second = new IllegalStateException("second");
      RuntimeException third = new IllegalStateException("third");

      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  Trio.run(
                      options(mode),
                      () ->
                          Nursery.run(nursery -> {
                            nursery.startService(() -> failWhenCancelled(third));
                            nursery.startService(() -> serve("between"));
                            nursery.startService(() -> failWhenCancelled(second));
                            sleep(1);
                            throw first;
                          })));

      assertThat(group.errors()).containsExactly(first, second, third);
      assertThat(trail).containsExactly("between cancelled", "between ended");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void that_the_body_hears_of_by_joining_is_told_once(RunMode mode) {
      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  Trio.run(
                      options(mode),
                      () ->
                          Nursery.run(nursery -> {
                            Task<?> service =
                                nursery.startService(() -> failWhenCancelled(new IOException()));
                            service.cancel();
                            CancelScope.shielded(() -> service.join());
                          })));

      assertThat(group.errors()).singleElement().isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_a_child_that_joins_a_failed_service_is_not_told_again(RunMode mode) {
      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  Trio.run(
                      options(mode),
                      () ->
                          Nursery.run(nursery -> {
                            Task<?> service =
                                nursery.startService(() -> {
                                  sleep(1);
                                  throw new IOException("broken");
                                });
                            nursery.startSoon(() -> CancelScope.shielded(() -> service.join()));
                          })));

      assertThat(group.errors()).singleElement().isInstanceOf(IOException.class);
      assertThat(group.rootCauses()).noneMatch(TaskFailedException.class::isInstance);
    }

    private void failWhenCancelled(Exception error) throws Exception {
      try {
        Trio.sleepForever();
      } catch (Cancelled cancelled) {
        throw error;
      }
    }
  }
}
