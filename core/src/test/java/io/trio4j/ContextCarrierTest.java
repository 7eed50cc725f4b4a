package io.trio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.lowlevel.RunToken;
import io.trio4j.lowlevel.SystemTasks;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContextCarrierTest {
  private static final ThreadLocal<String> CURRENT = ThreadLocal.withInitial(() -> "none");

  private static final ContextCarrier CARRIER =
      () -> {
        String captured = CURRENT.get();
        return () -> {
          String before = CURRENT.get();
          CURRENT.set(captured);
          return () -> CURRENT.set(before);
        };
      };

  private final List<String> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void forget() {
    CURRENT.remove();
  }

  private static RunOptions options(RunMode mode) {
    return RunOptions.defaults().withMode(mode).withSeed(1).withCarriers(CARRIER);
  }

  private void see(String who) {
    seen.add(who + " " + CURRENT.get());
  }

  /// One that tells of each step, and fails in those that are named.
  private ContextCarrier telling(String name, String... failing) {
    List<String> bad = List.of(failing);
    return () -> {
      step(name + " captures", bad);
      return () -> {
        step(name + " installs", bad);
        return () -> step(name + " closes", bad);
      };
    };
  }

  private void step(String step, List<String> bad) {
    seen.add(step);
    if (bad.contains(step)) {
      throw new IllegalStateException(step);
    }
  }

  @Nested
  class What_is_carried {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void comes_from_whoever_starts_the_task(RunMode mode) {
      CURRENT.set("outside");
      Trio.run(
          options(mode),
          () -> {
            see("main");
            CURRENT.set("first");
            Nursery.run(nursery -> {
              nursery.startSoon(() -> see("child"));
              CURRENT.set("second");
              nursery.startSoon(() ->
                  Nursery.run(inner -> {
                    CURRENT.set("third");
                    inner.startSoon(() -> see("grandchild"));
                  }));
              nursery.start(status -> {
                see("started");
                status.started("");
              });
            });
            see("main");
          });

      assertThat(seen)
          .containsExactlyInAnyOrder(
              "main outside", "child first", "grandchild third", "started second", "main second");
      assertThat(CURRENT.get()).isEqualTo("outside");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void does_not_flow_back_also_on_the_thread_of_a_virtual_caller(RunMode mode)
        throws InterruptedException {
      Thread caller =
          Thread.startVirtualThread(() -> {
            CURRENT.set("caller");
            Trio.run(options(mode), () -> CURRENT.set("changed"));
            see("caller");
          });
      caller.join();

      assertThat(seen).containsExactly("caller caller");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void to_system_tasks_and_callbacks_is_what_was_current_where_the_run_was_started(RunMode mode) {
      CURRENT.set("outside");
      Trio.run(
          options(mode),
          () -> {
            CURRENT.set("main");
            Task<?> system = SystemTasks.start("system", () -> see("system"));
            system.joinOutcome();
            WaitToken<@Nullable Void> called = WaitToken.create("the callback");
            RunToken.current()
                .runSoon(() -> {
                  see("callback");
                  called.tryReschedule(null);
                });
            called.park(() -> {});
          });

      assertThat(seen).containsExactlyInAnyOrder("system outside", "callback outside");
    }

    @Test
    void to_tasks_of_a_handle_comes_from_whoever_uses_it() {
      CURRENT.set("starter");
      try (RunHandle run = Trio.start(options(RunMode.PARALLEL))) {
        run.run(() -> see("by starter"));
        CURRENT.set("other");
        run.run(() -> see("by other"));
        run.run(() -> {
          Task<?> system = SystemTasks.start("system", () -> see("system"));
          system.joinOutcome();
        });
      }

      assertThat(seen).containsExactly("by starter starter", "by other other", "system starter");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void by_the_run_around_is_carried_in_a_nested_run_too(RunMode mode) {
      Trio.run(
          options(mode).withCarriers(telling("outer")),
          () -> {
            CURRENT.set("main");
            seen.clear();
            Trio.run(
                RunOptions.defaults().withCarriers(telling("inner"), CARRIER),
                () -> {
                  seen.clear(); // what its system tasks will get was captured
                  Nursery.run(nursery -> nursery.startSoon(() -> see("child")));
                });
          });

      assertThat(seen.subList(0, 7))
          .containsExactly(
              "outer captures",
              "inner captures",
              "outer installs",
              "inner installs",
              "child main",
              "inner closes",
              "outer closes");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void to_system_tasks_of_a_nested_run_is_what_was_current_where_that_was_started(RunMode mode) {
      CURRENT.set("outside");
      Trio.run(
          options(mode),
          () -> {
            CURRENT.set("inside");
            Trio.run(() -> {
              CURRENT.set("later");
              Task<?> system = SystemTasks.start("system", () -> see("system"));
              system.joinOutcome();
            });
          });

      assertThat(seen).containsExactly("system inside");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void of_inherited_ScopedValues_comes_from_the_starter_of_the_run_too(RunMode mode) {
      ScopedValue<String> key = ScopedValue.newInstance();
      RunOptions inheriting = options(mode).withInherited(key);

      ScopedValue.where(key, "bound outside")
          .run(() ->
              Trio.run(
                  inheriting,
                  () -> {
                    seen.add(key.orElse("nothing"));
                    Task<?> system =
                        SystemTasks.start("system", () -> seen.add(key.orElse("nothing")));
                    system.joinOutcome();
                  }));

      assertThat(seen).containsExactly("bound outside", "bound outside");
    }

    @Test
    void is_bound_inside_inherited_ScopedValues() {
      ScopedValue<String> key = ScopedValue.newInstance();
      ContextCarrier reader =
          () ->
              () -> {
                seen.add("installs with " + key.orElse("nothing"));
                return () -> {};
              };
      RunOptions options = RunOptions.defaults().withInherited(key).withCarriers(reader);

      Trio.run(
          options,
          () ->
              ScopedValue.where(key, "bound")
                  .run(() -> Nursery.run(nursery -> nursery.startSoon(() -> see("child")))));

      assertThat(seen)
          .containsExactly("installs with nothing", "installs with bound", "child none");
    }

    @Test
    void is_nothing_in_a_run_without_carriers() {
      AtomicInteger calls = new AtomicInteger();
      ContextCarrier counting =
          () -> {
            calls.incrementAndGet();
            return () -> () -> {};
          };
      assertThat(RunOptions.defaults().withCarriers(counting).carriers()).hasSize(1);

      Trio.run(() -> Nursery.run(nursery -> nursery.startSoon(() -> see("child"))));

      assertThat(calls).hasValue(0);
      assertThat(seen).containsExactly("child none");
    }
  }

  @Nested
  class In_order {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void each_is_installed_after_those_before_it_and_closed_before_them(RunMode mode) {
      RunOptions two =
          RunOptions.defaults().withMode(mode).withSeed(1).withCarriers(telling("a"), telling("b"));

      Trio.run(two, () -> seen.add("body"));

      assertThat(seen)
          .containsExactly(
              "a captures",
              "b captures",
              "a installs",
              "b installs",
              "body",
              "b closes",
              "a closes");
    }
  }

  @Nested
  class A_carrier_that_fails {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void to_capture_fails_the_start_and_nothing_was_started(RunMode mode) {
      AtomicInteger captures = new AtomicInteger();
      ContextCarrier second =
          () -> {
            if (captures.incrementAndGet() == 2) {
              throw new IllegalStateException("planted");
            }
            return () -> () -> {};
          };
      RunOptions bad = RunOptions.defaults().withMode(mode).withSeed(1).withCarriers(second);

      Trio.run(
          bad,
          () ->
              Nursery.run(nursery -> {
                assertThatThrownBy(() -> nursery.startSoon(() -> see("never")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("planted");
                assertThat(nursery.childTasks()).isEmpty();
                nursery.startSoon(() -> see("next"));
              }));

      assertThat(seen).containsExactly("next none");
    }

    @Test
    void to_capture_at_the_start_of_a_run_means_there_is_no_run() {
      RunOptions bad =
          RunOptions.defaults().withName("unborn").withCarriers(telling("a", "a captures"));

      assertThat(catchThrowable(() -> Trio.run(bad, () -> see("never")))).hasMessage("a captures");
      assertThat(catchThrowable(() -> Trio.start(bad))).hasMessage("a captures");
      assertThat(seen).containsExactly("a captures", "a captures");
      assertThat(Trio.dump()).doesNotContain("unborn");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void to_install_fails_the_task_and_those_before_it_are_closed(RunMode mode) {
      RunOptions bad =
          RunOptions.defaults()
              .withMode(mode)
              .withSeed(1)
              .withCarriers(telling("a"), telling("b", "b installs"), telling("c"));

      assertThat(catchThrowable(() -> Trio.run(bad, () -> see("never")))).hasMessage("b installs");
      assertThat(seen)
          .containsExactly(
              "a captures", "b captures", "c captures", "a installs", "b installs", "a closes");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void to_close_fails_a_task_that_succeeded(RunMode mode) {
      RunOptions bad =
          RunOptions.defaults()
              .withMode(mode)
              .withSeed(1)
              .withCarriers(telling("a"), telling("b", "b closes"));

      assertThat(catchThrowable(() -> Trio.run(bad, () -> "value"))).hasMessage("b closes");
      assertThat(seen).endsWith("b closes", "a closes");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void to_close_is_suppressed_by_the_body_s_own_failure(RunMode mode) {
      RunOptions bad =
          RunOptions.defaults()
              .withMode(mode)
              .withSeed(1)
              .withCarriers(telling("a", "a closes"), telling("b", "b closes"));

      Throwable thrown =
          catchThrowable(() ->
              Trio.run(
                  bad,
                  () -> {
                    throw new java.io.IOException("own");
                  }));

      assertThat(thrown).hasMessage("own");
      assertThat(thrown.getSuppressed())
          .extracting(Throwable::getMessage)
          .containsExactly("b closes", "a closes");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void to_close_after_a_cancel_is_not_lost(RunMode mode) {
      RunOptions bad =
          RunOptions.defaults().withMode(mode).withSeed(1).withCarriers(failingToCloseInChildren());

      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  Trio.run(
                      bad,
                      () ->
                          Nursery.run(nursery -> {
                            nursery.startSoon(() -> Trio.sleepForever());
                            Trio.checkpoint();
                            nursery.cancel();
                          })));

      assertThat(group.rootCauses())
          .extracting(Throwable::getMessage)
          .containsExactly("planted, in a child");
    }

    private ContextCarrier failingToCloseInChildren() {
      return () -> {
        boolean child = Task.tryCurrent().isPresent();
        return () ->
            () -> {
              if (child) {
                throw new IllegalStateException("planted, in a child");
              }
            };
      };
    }

    @Test
    @SuppressWarnings("NullAway") // it is the mistake this is about
    void by_giving_null_is_named() {
      ContextCarrier noCapture =
          new ContextCarrier() {
            @Override
            public Captured capture() {
              return null;
            }

            @Override
            public String toString() {
              return "Bad";
            }
          };
      ContextCarrier.Captured noInstall =
          new ContextCarrier.Captured() {
            @Override
            public AutoCloseable install() {
              return null;
            }

            @Override
            public String toString() {
              return "BadCaptured";
            }
          };
      List<Throwable> thrown = new ArrayList<>();
      for (ContextCarrier bad : List.<ContextCarrier>of(noCapture, () -> noInstall)) {
        RunOptions options = RunOptions.defaults().withCarriers(bad);
        thrown.add(catchThrowable(() -> Trio.run(options, () -> see("never"))));
      }

      assertThat(thrown)
          .extracting(Throwable::getMessage)
          .containsExactly(
              "capture() of Bad must not return null",
              "install() of BadCaptured must not return null");
      assertThat(seen).isEmpty();
    }
  }
}
