package io.trio4j.internal.interrupt;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.Task;
import io.trio4j.internal.run.RunTask;
import io.trio4j.support.Logged;
import io.trio4j.support.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InterruptEngineTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final long MILLI = 1_000_000;

  private static Pace secondAfter(long nanos) {
    return new Pace(MILLI, 4 * MILLI, MILLI, nanos, nanos);
  }

  private static final Pace NO_SECOND = secondAfter(Long.MAX_VALUE);

  private static void cancelWhenBlocked(CancelScope scope) {
    Thread me = Thread.currentThread();
    Thread.ofPlatform()
        .start(() -> {
          Until.isBlocked(me);
          scope.cancel("test");
        });
  }

  @Nested
  class A_task_that_swallows_an_interrupt_and_blocks_again {
    private static final long PAUSE = 30 * MILLI;

    private final List<Long> interrupts = new ArrayList<>();

    @Test
    void is_interrupted_again_after_a_pause_and_reported_with_its_stack() throws Exception {
      try (Logged logged = new Logged("io.trio4j.interrupt")) {
        ObservedEngine.withPace(secondAfter(PAUSE)).<Exception>run(this::swallowTwo);

        assertThat(interrupts).hasSize(3);
        assertThat(interrupts.get(1) - interrupts.get(0)).isGreaterThanOrEqualTo(PAUSE);
        Until.is(() -> logged.lines.size() == 2); // logged by a thread that nothing waits for
        assertThat(logged.lines.getFirst())
            .startsWith("WARNING Task[main] is cancelled, was interrupted once and still blocks ")
            .contains("it was interrupted again")
            .contains("java.lang.Thread.sleep")
            .contains("InterruptEngineTest$A_task_that_swallows");
        assertThat(logged.lines.get(1)).contains("was interrupted 2 times");
      }
    }

    private void swallowTwo() throws InterruptedException {
      CancelScope.<InterruptedException>run(scope -> {
        cancelWhenBlocked(scope);
        for (int i = 0; i < 3; i++) {
          try {
            Thread.sleep(FOR_EVER);
          } catch (InterruptedException e) {
            interrupts.add(System.nanoTime());
          }
        }
      });
    }

    @Test
    void is_not_interrupted_again_before() throws Exception {
      ObservedEngine engine = ObservedEngine.withPace(NO_SECOND);
      CountDownLatch end = new CountDownLatch(1);
      AtomicBoolean ended = new AtomicBoolean();

      engine.<Exception>run(() ->
          CancelScope.<Exception>run(scope -> {
            cancelWhenBlocked(scope);
            swallowOne();
            cancelAnotherTask(end);
            end.await();
            ended.set(true);
          }));

      assertThat(ended).isTrue();
    }

    private static void swallowOne() {
      try {
        Thread.sleep(FOR_EVER);
        throw new AssertionError("not interrupted");
      } catch (InterruptedException _) {
        // that is what the test is about
      }
    }

    /// Opens `end` when the engine has interrupted another task: so it has been at work meanwhile.
    private static void cancelAnotherTask(CountDownLatch end) {
      Thread.ofVirtual()
          .start(() ->
              io.trio4j.Trio.run(() ->
                  Nursery.run(nursery -> {
                    nursery.cancel();
                    nursery.startSoon(() -> {
                      try {
                        Thread.sleep(FOR_EVER);
                      } finally {
                        end.countDown();
                      }
                    });
                  })));
    }
  }

  @Nested
  class An_interrupt_that_no_code_has_seen {
    private final Semaphore semaphore = new Semaphore(0);

    @Test
    void is_taken_back_at_the_edge_and_sent_again_at_once() throws Exception {
      ObservedEngine engine = ObservedEngine.withPace(NO_SECOND);
      List<Boolean> flags = new ArrayList<>();

      engine.<Exception>run(() ->
          CancelScope.<Exception>run(outer -> {
            cancelWhenBlocked(outer);
            CancelScope.run(_ -> blockUntilInterrupted(engine));
            flags.add(Thread.currentThread().isInterrupted());
            Thread.sleep(FOR_EVER);
          }));

      assertThat(flags).containsExactly(false);
      assertThat(engine.attempts).hasValue(2);
    }

    /// Blocks in a way that ignores the interrupt, and goes on with the flag set.
    private void blockUntilInterrupted(ObservedEngine engine) {
      int before = engine.attempts.get();
      Thread.ofPlatform()
          .start(() -> {
            Until.is(() -> engine.attempts.get() > before);
            semaphore.release();
          });
      semaphore.acquireUninterruptibly();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void stays_if_it_is_somebody_else_s() {
      ObservedEngine engine = ObservedEngine.withPace(NO_SECOND);
      List<Boolean> flags = new ArrayList<>();

      engine.run(() -> {
        CancelScope.run(scope -> {
          scope.cancel();
          Thread.currentThread().interrupt();
        });
        flags.add(Thread.interrupted());
      });

      assertThat(flags).containsExactly(true);
    }

    @Test
    void of_somebody_else_counts_as_ours_if_it_merges_with_one() throws Exception {
      ObservedEngine engine = ObservedEngine.withPace(NO_SECOND);
      List<CancelScope> scopes = new ArrayList<>();

      engine.<Exception>run(() ->
          scopes.add(
              CancelScope.<Exception>run(scope -> {
                Thread.currentThread().interrupt();
                cancelWhenBlocked(scope);
                blockUntilInterrupted(engine);
                Thread.sleep(FOR_EVER);
              })));

      assertThat(scopes).singleElement().matches(CancelScope::cancelledCaught);
    }
  }

  @Nested
  class The_watcher {
    @Test
    void is_not_there_if_nothing_is_cancelled() {
      ObservedEngine engine = ObservedEngine.withPace(Pace.STANDARD);

      engine.run(() -> Nursery.run(nursery -> nursery.startSoon(() -> {})));

      assertThat(engine.threads).isEmpty();
    }

    @Test
    void is_one_thread_for_many_running_tasks() {
      ObservedEngine engine = ObservedEngine.withPace(NO_SECOND);
      int tasks = 2_000;
      CountDownLatch begun = new CountDownLatch(tasks);
      AtomicBoolean over = new AtomicBoolean();

      engine.run(() ->
          Nursery.run(nursery -> {
            for (int i = 0; i < tasks; i++) {
              nursery.startSoon(() -> {
                begun.countDown();
                Until.isWhileRunning(over::get);
              });
            }
            Until.isWhileRunning(() -> begun.getCount() == 0);
            nursery.cancel();
            probe(nursery);
            probe(nursery);
            over.set(true);
          }));

      assertThat(engine.attempts).as("of the probes").hasValue(2);
      assertThat(engine.threads).hasSize(3);
    }

    /// Until the watcher has found one more task: what was cancelled before was looked at too.
    private static void probe(Nursery nursery) {
      Task<?> probe = nursery.startSoon(() -> Thread.sleep(FOR_EVER));
      Until.isWhileRunning(probe::isDone);
    }

    @Test
    void ends_and_forgets_when_the_tasks_have_left_the_cancelled_scopes() throws Exception {
      ObservedEngine engine = ObservedEngine.withPace(NO_SECOND);

      engine.<Exception>run(() -> {
        CancelScope.<Exception>run(scope -> {
          cancelWhenBlocked(scope);
          Thread.sleep(FOR_EVER);
        });
        RunTask<?> me = RunTask.current();
        Until.is(() -> me.foreign == null);
        Until.is(() -> engine.threads.stream().noneMatch(Thread::isAlive));
      });

      assertThat(engine.threads).hasSize(2);
    }

    @Test
    void forgets_tasks_that_have_ended() {
      ObservedEngine engine = ObservedEngine.withPace(NO_SECOND);
      List<RunTask<?>> ended = new ArrayList<>();

      engine.run(() ->
          Nursery.run(nursery -> {
            Task<?> child = nursery.startSoon(() -> Thread.sleep(FOR_EVER));
            child.cancel();
            assertThat(child.joinOutcome()).isInstanceOf(Outcome.Stopped.class);
            ended.add((RunTask<?>) child);
            Until.is(() -> ended.getFirst().foreign == null);
          }));

      assertThat(ended).singleElement().matches(child -> child.foreign == null);
    }

    @Test
    void begins_anew_for_each_cancel() throws Exception {
      ObservedEngine engine = ObservedEngine.withPace(NO_SECOND);
      int times = 20;
      List<CancelScope> scopes = new ArrayList<>();

      engine.<Exception>run(() -> {
        for (int i = 0; i < times; i++) {
          scopes.add(
              CancelScope.<Exception>run(scope -> {
                cancelWhenBlocked(scope);
                Thread.sleep(FOR_EVER);
              }));
        }
      });

      assertThat(scopes).hasSize(times).allMatch(CancelScope::cancelledCaught);
    }

    @Test
    void looks_after_clean_up_that_blocks_in_a_cancelled_task() throws Exception {
      ObservedEngine engine = ObservedEngine.withPace(NO_SECOND);
      List<Throwable> thrown = new ArrayList<>();

      engine.run(() ->
          CancelScope.run(scope -> {
            cancelWhenBlocked(scope);
            try {
              io.trio4j.Trio.sleepForever();
            } catch (Cancelled cancelled) {
              try {
                Thread.sleep(FOR_EVER);
              } catch (InterruptedException e) {
                thrown.add(e);
              }
              throw cancelled;
            }
          }));

      assertThat(thrown).hasSize(1);
    }
  }
}
