package io.trio4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.Action;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunCancelledException;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.TaskStatus;
import io.trio4j.Trio;
import io.trio4j.TrioInternalError;
import io.trio4j.lowlevel.RunToken;
import io.trio4j.lowlevel.SystemTasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No memory, no thread, no stack, at the worst moment: what was begun must come to its end. */
class ShortageTest {
  private static final Duration HOUR = Duration.ofHours(1);

  static <X extends Throwable> void with(Seams seams, Action<X> body) throws X {
    Seams before = Seams.current();
    Seams.replace(seams);
    try {
      body.run();
    } finally {
      Seams.replace(before);
    }
  }

  static Seams threads(ThreadFactory threads) {
    Seams now = Seams.current();
    return new Seams(threads, now.parker(), now.engine());
  }

  /// Virtual threads, but for one.
  static Seams allThreadsBut(int bad, ThreadFactory maker) {
    AtomicInteger made = new AtomicInteger();
    return threads(body ->
        made.incrementAndGet() == bad ? maker.newThread(body) : Thread.ofVirtual().unstarted(body));
  }

  @SuppressWarnings("DoNotCallSuggester") // a ThreadFactory
  static Thread noThread(Runnable body) {
    throw new OutOfMemoryError("planted, for " + body);
  }

  /// One whose `start` throws.
  static ThreadFactory failingAtStart(Error error) {
    return body ->
        new Thread(body) {
          @Override
          public void start() {
            throw error;
          }
        };
  }

  static RunOptions options(RunMode mode) {
    return RunOptions.defaults().withMode(mode).withSeed(1);
  }

  @Nested
  class A_thread_that_can_not_be_started {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void fails_its_task_and_the_others_run(RunMode mode) {
      OutOfMemoryError planted = new OutOfMemoryError("planted");
      AtomicInteger ran = new AtomicInteger();

      with(
          allThreadsBut(3, failingAtStart(planted)),
          () -> {
            Throwable thrown =
                catchThrowable(() ->
                    Trio.run(
                        options(mode),
                        () ->
                            Nursery.run(nursery -> {
                              for (int i = 0; i < 5; i++) {
                                nursery.startSoon("child-" + i, ran::incrementAndGet);
                              }
                            })));

            assertThat(((ExceptionGroup) thrown).errors()).containsExactly(planted);
          });
      assertThat(ran).hasValue(4);
    }

    @Test
    void does_not_count_as_busy_for_a_clock_that_jumps() {
      JumpClock clock = new JumpClock();
      RunOptions jumping = RunOptions.defaults().withClock(clock);

      with(
          allThreadsBut(2, failingAtStart(new OutOfMemoryError("planted"))),
          () ->
              Trio.run(
                  jumping,
                  () -> {
                    assertThatThrownBy(() -> Nursery.run(nursery -> nursery.startSoon(() -> {})))
                        .isInstanceOf(ExceptionGroup.class);
                    Trio.sleep(HOUR);
                  }));

      assertThat(clock.nanoTime()).isEqualTo(HOUR.toNanos());
    }

    @Test
    void for_want_of_stack_was_no_start_and_the_next_is_one() {
      StackOverflowError planted = new StackOverflowError("planted");
      AtomicInteger ran = new AtomicInteger();

      with(
          allThreadsBut(2, failingAtStart(planted)),
          () ->
              Trio.run(() ->
                  Nursery.run(nursery -> {
                    assertThatThrownBy(() -> nursery.startSoon(() -> {})).isSameAs(planted);
                    nursery.startSoon(ran::incrementAndGet);
                    nursery.startSoon(() -> nursery.startSoon(ran::incrementAndGet));
                  })));

      assertThat(ran).hasValue(2);
    }

    @Test
    void for_want_of_stack_in_another_task_leaves_no_place_taken() {
      StackOverflowError planted = new StackOverflowError("planted");

      with(
          allThreadsBut(3, failingAtStart(planted)),
          () ->
              Trio.run(() ->
                  Nursery.run(nursery ->
                      nursery.startSoon(() ->
                          assertThatThrownBy(() -> nursery.startSoon(() -> {}))
                              .isSameAs(planted)))));
    }

    @Test
    void for_want_of_stack_ends_start() {
      StackOverflowError planted = new StackOverflowError("planted");

      with(
          allThreadsBut(2, failingAtStart(planted)),
          () ->
              Trio.run(() ->
                  Nursery.run(nursery ->
                      assertThatThrownBy(() ->
                              nursery.start((TaskStatus<String> status) -> status.started("ready")))
                          .isSameAs(planted))));
    }
  }

  @Nested
  class A_thread_that_can_not_be_made {
    @Test
    void for_the_callbacks_ends_the_run_and_they_are_run_all_the_same() {
      AtomicInteger ran = new AtomicInteger();

      with(
          allThreadsBut(2, ShortageTest::noThread),
          () ->
              assertThatThrownBy(() ->
                      Trio.run(() -> {
                        RunToken token = RunToken.current();
                        token.runSoon(ran::incrementAndGet);
                        token.runSoon(ran::incrementAndGet);
                        Trio.sleepForever();
                      }))
                  .isInstanceOf(TrioInternalError.class)
                  .hasMessageContaining("could not be started")
                  .hasRootCauseInstanceOf(OutOfMemoryError.class));

      assertThat(ran).hasValue(2);
    }

    @Test
    void for_a_system_task_does_not_keep_the_run_open() {
      with(
          allThreadsBut(2, ShortageTest::noThread),
          () ->
              Trio.run(() ->
                  assertThatThrownBy(() -> SystemTasks.start("metrics", () -> {}))
                      .isInstanceOf(OutOfMemoryError.class)));
    }
  }

  @Nested
  class Memory_that_runs_out {
    @Test
    void as_a_nursery_waits_leaves_no_child_behind() {
      OutOfMemoryError planted = new OutOfMemoryError("planted");
      AtomicBoolean thrown = new AtomicBoolean();
      AtomicBoolean childEnded = new AtomicBoolean();
      Parker poor =
          new ForwardingParker() {
            @Override
            public void park(Object subject) {
              if (subject instanceof RunNursery.AllChildren && thrown.compareAndSet(false, true)) {
                throw planted;
              }
              super.park(subject);
            }
          };

      with(
          new Seams(Seams.current().threads(), poor, Seams.current().engine()),
          () -> {
            Throwable group =
                catchThrowable(() ->
                    Trio.run(() ->
                        Nursery.run(nursery ->
                            nursery.startSoon(() -> {
                              try {
                                Trio.sleepForever();
                              } finally {
                                childEnded.set(true);
                              }
                            }))));

            assertThat(childEnded).isTrue();
            assertThat(((ExceptionGroup) group).errors()).containsExactly(planted);
          });
    }

    @Test
    void as_a_nursery_waits_ends_its_services_in_order_all_the_same() {
      OutOfMemoryError planted = new OutOfMemoryError("planted");
      AtomicBoolean thrown = new AtomicBoolean();
      List<String> ended = new CopyOnWriteArrayList<>();
      Parker poor =
          new ForwardingParker() {
            @Override
            public void park(Object subject) {
              if (subject instanceof RunNursery.AllChildren && thrown.compareAndSet(false, true)) {
                throw planted;
              }
              super.park(subject);
            }
          };

      with(
          new Seams(Seams.current().threads(), poor, Seams.current().engine()),
          () -> {
            Throwable group =
                catchThrowable(() ->
                    Trio.run(() ->
                        Nursery.run(nursery -> {
                          nursery.startService(() -> untilCancelled("old service", ended));
                          nursery.startService(() -> untilCancelled("new service", ended));
                          nursery.startSoon(() -> untilCancelled("child", ended));
                        })));

            assertThat(ended).containsExactly("child", "new service", "old service");
            assertThat(((ExceptionGroup) group).errors()).containsExactly(planted);
          });
    }

    private static void untilCancelled(String name, List<String> ended) {
      try {
        Trio.sleepForever();
      } finally {
        ended.add(name);
      }
    }

    @Test
    void as_a_cancelled_task_is_woken_does_not_let_it_sleep_on() {
      AtomicBoolean armed = new AtomicBoolean();
      with(
          failingToWakeOnce(armed),
          () ->
              Trio.run(() ->
                  Nursery.run(nursery -> {
                    Task<?> sleeper = nursery.startSoon(() -> Trio.sleepForever());
                    untilItWaits(sleeper);
                    armed.set(true);
                    assertThatThrownBy(() -> nursery.cancel()).isInstanceOf(OutOfMemoryError.class);
                  })));
    }

    @Test
    void as_the_run_tells_its_system_tasks_to_end_leaves_none_behind() {
      AtomicBoolean armed = new AtomicBoolean();
      AtomicBoolean taskEnded = new AtomicBoolean();

      with(
          failingToWakeOnce(armed),
          () ->
              Trio.run(() -> {
                Task<?> system =
                    SystemTasks.start(
                        "metrics",
                        () -> {
                          try {
                            Trio.sleepForever();
                          } finally {
                            taskEnded.set(true);
                          }
                        });
                untilItWaits(system);
                armed.set(true);
              }));

      assertThat(armed).isFalse();
      assertThat(taskEnded).isTrue();
    }

    @Test
    void as_the_caller_of_a_run_is_interrupted_leaves_no_task_behind() throws Exception {
      AtomicBoolean armed = new AtomicBoolean();
      AtomicBoolean mainEnded = new AtomicBoolean();
      AtomicReference<RunTask<?>> main = new AtomicReference<>();
      Thread caller = Thread.currentThread();
      Thread interrupter =
          Thread.ofPlatform()
              .start(() -> {
                while (main.get() == null) {
                  Thread.yield();
                }
                untilItWaits(main.get());
                armed.set(true);
                caller.interrupt();
              });

      with(
          failingToWakeOnce(armed),
          () ->
              assertThatThrownBy(() ->
                      Trio.run(() -> {
                        main.set(RunTask.current());
                        try {
                          Trio.sleepForever();
                        } finally {
                          mainEnded.set(true);
                        }
                      }))
                  .isInstanceOf(RunCancelledException.class));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(mainEnded).isTrue();
      interrupter.join();
    }

    @Test
    void at_the_end_of_a_task_wakes_its_joiners_and_ends_its_nursery() {
      Lot lot = new Lot("test");

      assertThatThrownBy(() ->
              Trio.run(() ->
                  Nursery.run(nursery -> {
                    Task<?> task = nursery.startSoon(() -> lot.park());
                    untilItWaits(task);
                    ((RunTask<?>) task)
                        .addExtras()
                        .addAtEnd(_ -> {
                          throw new OutOfMemoryError("planted");
                        });
                    lot.unparkAll();
                    task.join();
                  })))
          .isInstanceOf(TrioInternalError.class)
          .hasRootCauseInstanceOf(OutOfMemoryError.class);
    }

    private Seams failingToWakeOnce(AtomicBoolean armed) {
      Parker poor =
          new ForwardingParker() {
            @Override
            public void unpark(Thread thread) {
              if (armed.compareAndSet(true, false)) {
                throw new OutOfMemoryError("planted");
              }
              super.unpark(thread);
            }
          };
      return new Seams(Seams.current().threads(), poor, Seams.current().engine());
    }

    private void untilItWaits(Task<?> task) {
      RunTask<?> sleeper = (RunTask<?>) task;
      while (sleeper.currentWait() == null || sleeper.thread().getState() != Thread.State.WAITING) {
        Thread.yield();
      }
    }
  }

  /// The JDK's.
  private static class ForwardingParker implements Parker {
    @Override
    public void park(Object subject) {
      Parker.JDK.park(subject);
    }

    @Override
    public void unpark(Thread thread) {
      Parker.JDK.unpark(thread);
    }
  }
}
