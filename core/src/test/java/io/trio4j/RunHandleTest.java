package io.trio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.support.Logged;
import io.trio4j.support.Until;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each row of the table in the Javadoc of [RunHandle], and what happens when a task fails. */
class RunHandleTest {
  private Logged logged;

  @BeforeEach
  void listen() {
    logged = new Logged("io.trio4j.run");
  }

  @AfterEach
  void stopListening() {
    logged.close();
  }

  private static RunHandle start() {
    return Trio.start(RunOptions.defaults().withName("client"));
  }

  private static RunHandle start(RunMode mode) {
    return Trio.start(RunOptions.defaults().withName("client").withMode(mode).withSeed(1));
  }

  private static void fail() throws IOException {
    throw new IOException("boom");
  }

  private static void awaitEnd(RunHandle run) {
    Until.is(() -> run.toString().contains(", failed]") || run.toString().contains(", ended]"));
  }

  @Nested
  class A_task_that_fails {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void ends_the_run_though_nobody_waits_and_shows_in_four_places(RunMode mode) {
      RunHandle run = start(mode);
      AtomicBoolean cancelled = new AtomicBoolean();
      run.startSoon(
          "other",
          () -> {
            try {
              Trio.sleepForever();
            } finally {
              cancelled.set(true);
            }
          });
      assertThat(run.isRunning()).isTrue();
      assertThat(run.failure()).isEmpty();

      run.startSoon("heartbeat", RunHandleTest::fail);
      awaitEnd(run);

      assertThat(cancelled).isTrue();
      assertThat(run.isRunning()).isFalse();
      assertThat(run.failure()).get().isInstanceOf(ExceptionGroup.class);
      assertThat(logged.lines)
          .containsExactly(
              "SEVERE Run[client] has failed. Whoever closes its RunHandle gets this thrown.");
      assertThatThrownBy(() -> run.startSoon(() -> {}))
          .isInstanceOf(RunFinishedException.class)
          .hasMessageStartingWith("Run[client] has ended, for it failed: ")
          .hasMessageEndingWith("Closing its RunHandle throws that. Start a new run.")
          .hasRootCauseMessage("boom");
      assertThatThrownBy(() -> run.call(() -> "value")).isInstanceOf(RunFinishedException.class);
      assertThatThrownBy(run::close).isInstanceOf(ExceptionGroup.class).hasRootCauseMessage("boom");
    }

    @Test
    void is_not_logged_if_somebody_waits_who_gets_it_thrown() {
      RunHandle run = start();
      CountDownLatch joining = new CountDownLatch(1);
      run.startSoon(() -> {
        joining.await();
        fail();
      });
      List<Throwable> thrown = new CopyOnWriteArrayList<>();
      Thread joiner = Thread.ofPlatform().start(() -> thrown.add(catchThrowable(run::join)));
      Until.isBlocked(joiner);
      Until.is(() -> !run.isRunning()); // it is in join
      joining.countDown();
      awaitEnd(run);
      Until.is(() -> !joiner.isAlive());

      assertThat(thrown).singleElement().isInstanceOf(ExceptionGroup.class);
      assertThat(logged.lines).isEmpty();
      run.close();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void in_a_call_is_thrown_there_and_the_run_goes_on(RunMode mode) {
      try (RunHandle run = start(mode)) {
        assertThatThrownBy(() -> run.run(RunHandleTest::fail))
            .isInstanceOf(TaskFailedException.class)
            .hasRootCauseMessage("boom");

        assertThat(run.isRunning()).isTrue();
        assertThat(run.call(() -> "value")).isEqualTo("value");
      }
      assertThat(logged.lines).isEmpty();
    }

    @Test
    void with_an_Error_in_a_call_ends_the_run_too() {
      Error planted = new StackOverflowError("planted");
      RunHandle run = start();

      assertThatThrownBy(() ->
              run.run(() -> {
                throw planted;
              }))
          .hasCause(planted);
      assertThatThrownBy(run::close).isInstanceOf(ExceptionGroup.class).hasCause(planted);
    }

    @Test
    void while_a_call_waits_cancels_that_call() {
      RunHandle run = start();
      List<Throwable> thrown = new CopyOnWriteArrayList<>();
      CountDownLatch called = new CountDownLatch(1);
      Thread caller =
          Thread.ofPlatform()
              .start(() ->
                  thrown.add(
                      catchThrowable(() ->
                          run.run(() -> {
                            called.countDown();
                            Trio.sleepForever();
                          }))));
      run.startSoon(() -> {
        called.await();
        fail();
      });
      Until.is(() -> !caller.isAlive());

      assertThat(thrown)
          .singleElement()
          .isInstanceOf(TaskCancelledException.class)
          .asString()
          .contains("raised exception java.io.IOException");
      assertThatThrownBy(run::close).isInstanceOf(ExceptionGroup.class);
    }
  }

  @Nested
  class Closing {
    @Test
    void twice_is_closing_once() {
      RunHandle run = start();
      run.close();
      run.close();
      run.join();

      assertThat(run.isRunning()).isFalse();
      assertThat(run.failure()).isEmpty();
      assertThat(run).hasToString("RunHandle[Run[client], ended]");
    }

    @Test
    void a_second_time_does_not_throw_the_failure_again_but_join_does() {
      RunHandle run = start();
      run.startSoon(RunHandleTest::fail);
      awaitEnd(run);

      assertThatThrownBy(run::close).isInstanceOf(ExceptionGroup.class);
      run.close();
      assertThatThrownBy(run::join).isInstanceOf(ExceptionGroup.class);
      assertThat(run).hasToString("RunHandle[Run[client], failed]");
    }

    @Test
    void after_a_join_that_threw_does_not_throw_again() {
      Throwable thrown =
          catchThrowable(() -> {
            try (RunHandle run = start()) {
              run.startSoon(RunHandleTest::fail);
              run.join();
            }
          });

      assertThat(thrown).isInstanceOf(ExceptionGroup.class);
      assertThat(thrown.getSuppressed()).isEmpty();
    }

    @Test
    void from_several_threads_waits_in_each_and_throws_in_one() throws InterruptedException {
      RunHandle run = start();
      CountDownLatch release = new CountDownLatch(1);
      run.startSoon(() -> {
        try {
          Trio.sleepForever();
        } finally {
          CancelScope.shielded(() -> release.await()); // else its end would be an interrupt
          fail();
        }
      });
      List<Throwable> thrown = new CopyOnWriteArrayList<>();
      List<Thread> closers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        closers.add(
            Thread.ofPlatform()
                .start(() -> {
                  Throwable mine = catchThrowable(run::close);
                  if (mine != null) {
                    thrown.add(mine);
                  }
                }));
      }
      closers.forEach(Until::isBlocked);
      assertThat(closers).allMatch(Thread::isAlive);
      release.countDown();
      for (Thread closer : closers) {
        closer.join();
      }

      assertThat(thrown).singleElement().isInstanceOf(ExceptionGroup.class);
    }

    @Test
    void while_interrupted_waits_to_the_end_and_keeps_the_flag() {
      RunHandle run = start();
      CountDownLatch release = new CountDownLatch(1);
      CountDownLatch inside = new CountDownLatch(1);
      AtomicBoolean cleanedUp = new AtomicBoolean();
      run.startSoon(() ->
          Trio.blocking(region -> {
            region.waitOnCancel();
            inside.countDown();
            release.await();
            cleanedUp.set(true);
          }));
      run.run(inside::await);
      List<Boolean> flag = new CopyOnWriteArrayList<>();
      Thread closer =
          Thread.ofPlatform()
              .start(() -> {
                Thread.currentThread().interrupt();
                run.close();
                flag.add(Thread.currentThread().isInterrupted() && cleanedUp.get());
              });
      Until.isBlocked(closer);
      closer.interrupt(); // and once more, in the wait
      release.countDown();
      Until.is(() -> !closer.isAlive());

      assertThat(flag).containsExactly(true);
    }

    @Test
    void an_interrupted_join_cancels_the_run() {
      RunHandle run = start();
      run.startSoon(() -> Trio.sleepForever());
      List<Boolean> flag = new CopyOnWriteArrayList<>();
      Thread joiner =
          Thread.ofPlatform()
              .start(() -> {
                run.join();
                flag.add(Thread.currentThread().isInterrupted());
              });
      Until.isBlocked(joiner);
      joiner.interrupt();
      Until.is(() -> !joiner.isAlive());

      assertThat(flag).containsExactly(true);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void inside_a_task_of_the_run_is_refused_with_what_to_do(RunMode mode) {
      try (RunHandle run = start(mode)) {
        run.run(() -> {
          assertThatThrownBy(run::close)
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(
                  "Task[main/call] is a task of this run: close() would wait for itself. Leave it"
                      + " to a thread outside. In here call cancel(…): the run ends then.");
          assertThatThrownBy(run::join)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("join() would wait for itself")
              .hasMessageEndingWith("In here use a nursery to wait for tasks.");
          assertThatThrownBy(() -> run.call(() -> "value"))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("call() would wait for itself")
              .hasMessageEndingWith("In here call the body itself, or start it in a nursery.");
        });
        assertThat(run.isRunning()).isTrue();
      }
      assertThat(logged.lines).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void by_cancel_from_a_task_of_its_own_the_run_ends(RunMode mode) {
      RunHandle run = start(mode);
      run.startSoon(() -> run.cancel("had enough"));
      awaitEnd(run);

      assertThatThrownBy(() -> run.startSoon(() -> {}))
          .isInstanceOf(RunFinishedException.class)
          .hasMessageStartingWith(
              "Run[client] has ended: it was cancelled due to explicit with reason 'had enough'"
                  + " from task main/")
          .hasMessageEndingWith(". Start a new run.");
      run.close();
      assertThat(run.failure()).isEmpty();
    }

    @Test
    void gracefully_lets_tasks_end_and_then_ends_the_run() {
      RunHandle run = start();
      CountDownLatch idle = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      run.startSoon(() -> {
        CancelScope.untilShutdown(() -> {
          idle.countDown();
          Trio.sleepForever();
        });
        run.startSoon("still allowed", mayEnd::countDown);
        mayEnd.await();
      });
      run.run(idle::await);
      run.cancelGracefully(Duration.ofHours(1));
      awaitEnd(run);

      assertThat(run.isRunning()).isFalse();
      assertThatThrownBy(() -> run.startSoon(() -> {}))
          .isInstanceOf(RunFinishedException.class)
          .hasMessageContaining("Run[client] has ended");
      run.close();
    }
  }

  @Nested
  class At_the_wrong_moment {
    @Test
    void work_after_the_close_is_refused() {
      RunHandle run = start();
      run.close();

      for (Action<RuntimeException> misuse :
          List.<Action<RuntimeException>>of(
              () -> run.startSoon(() -> {}),
              () -> run.startSoon("named", () -> "value"),
              () -> run.call(() -> "value"),
              () -> run.run(() -> {}))) {
        assertThatThrownBy(misuse::run)
            .isInstanceOf(RunFinishedException.class)
            .hasMessageStartingWith("Run[client] has ended: ")
            .hasMessageEndingWith(". Start a new run.");
      }
    }

    @Test
    void work_after_a_join_says_so() {
      RunHandle run = start();
      run.join();

      assertThatThrownBy(() -> run.startSoon(() -> {}))
          .isInstanceOf(RunFinishedException.class)
          .hasMessage(
              "Run[client] has ended: its RunHandle was closed or joined. Start a new run.");
      run.close();
    }

    @Test
    void work_while_a_cancelled_run_ends_is_refused_too() {
      RunHandle run = start();
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      run.startSoon(() ->
          CancelScope.shielded(() -> {
            begun.countDown();
            release.await();
          }));
      run.run(begun::await);
      run.cancel("had enough");

      assertThat(run.isRunning()).isFalse();
      assertThatThrownBy(() -> run.startSoon(() -> {}))
          .isInstanceOf(RunFinishedException.class)
          .hasMessageContaining("had enough");
      release.countDown();
      run.close();
    }

    @Test
    void a_start_in_a_task_is_refused() {
      Trio.run(() ->
          assertThatThrownBy(RunHandleTest::start)
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(
                  "Task[main] can't start a run that outlives its block. Use a nursery, or"
                      + " Trio.run(…)."));
    }

    @Test
    void an_interrupted_call_is_cancelled_and_the_run_goes_on() {
      try (RunHandle run = start()) {
        CountDownLatch called = new CountDownLatch(1);
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        List<Boolean> flag = new CopyOnWriteArrayList<>();
        Thread caller =
            Thread.ofPlatform()
                .start(() -> {
                  thrown.add(
                      catchThrowable(() ->
                          run.run(() -> {
                            called.countDown();
                            Trio.sleepForever();
                          })));
                  flag.add(Thread.currentThread().isInterrupted());
                });
        run.run(called::await);
        caller.interrupt();
        Until.is(() -> !caller.isAlive());

        assertThat(thrown).singleElement().isInstanceOf(TaskInterruptedException.class);
        assertThat(flag).containsExactly(true);
        assertThat(run.call(() -> "value")).isEqualTo("value");
      }
    }

    @Test
    @SuppressWarnings("resource") // it is the mistake this is about
    void a_handle_that_nobody_holds_any_more_is_logged() {
      CountDownLatch end = new CountDownLatch(1);
      Trio.start(RunOptions.defaults().withName("forgotten"))
          .startSoon(() -> {
            end.await();
            Task.current().parentNursery().orElseThrow().cancel("for there is nobody else");
          });

      Until.is(() -> {
        System.gc(); // there is no other way to have a handle collected
        return !logged.lines.isEmpty();
      });

      assertThat(logged.lines)
          .containsExactly(
              "WARNING Run[forgotten] was started by Trio.start(…), and its RunHandle is gone"
                  + " without having been closed. The run goes on, and nobody can end it. Keep the"
                  + " handle and close it, for example in a try-with-resources.");
      assertThat(Trio.dump()).contains("Run[forgotten]");
      end.countDown();
      Until.is(() -> !Trio.dump().contains("Run[forgotten]"));
    }

    @Test
    void a_handle_that_was_closed_is_collected_in_silence() {
      var collected = new java.lang.ref.WeakReference<>(closedHandle());

      Until.is(() -> {
        System.gc();
        return collected.refersTo(null);
      });

      assertThat(logged.lines).isEmpty();
    }

    private static RunHandle closedHandle() {
      RunHandle run = start();
      run.close();
      return run;
    }
  }

  @Test
  void group_of_a_crash_names_the_task() {
    RunHandle run = start();
    run.startSoon("heartbeat", RunHandleTest::fail);

    ExceptionGroup group = catchThrowableOfType(ExceptionGroup.class, run::join);

    assertThat(group.branches())
        .singleElement()
        .satisfies(branch -> assertThat(branch.task()).isEqualTo("main/heartbeat"));
    run.close();
  }
}
