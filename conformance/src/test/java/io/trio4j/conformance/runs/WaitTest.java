package io.trio4j.conformance.runs;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.internal.hooks.RunHooks;
import io.trio4j.lowlevel.Clock;
import io.trio4j.lowlevel.WaitToken;
import io.trio4j.testing.VirtualClock;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// Section 1: bare waits, and what a task keeps while it waits and after it has ended.
class WaitTest {
  private final AtomicReference<WaitToken<Integer>> asleep = new AtomicReference<>();
  private final AtomicReference<Throwable> seen = new AtomicReference<>();

  @InEachMode
  @Tag("T037")
  void two_tasks_wake_each_other(RunMode mode) {
    RuntimeException error = Failures.value();
    Trail trail = new Trail();
    AtomicReference<WaitToken<Integer>> ofB = new AtomicReference<>();
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              n.startSoon(
                  "A",
                  () -> {
                    trail.add("A got " + sleep());
                    Runs.settle();
                    assertThat(ofB.get().tryFail(error)).isTrue();
                  });
              n.startSoon(
                  "B",
                  () -> {
                    Runs.settle();
                    ofB.set(WaitToken.create("B's wait"));
                    assertThat(asleep.get().tryReschedule(0)).isTrue();
                    Throwable thrown =
                        Failures.thrown(
                            IllegalArgumentException.class, () -> ofB.get().park(() -> {}));
                    assertThat(thrown).isSameAs(error);
                    trail.add("B failed");
                  });
            }));

    assertThat(trail.steps()).containsExactly("A got 0", "B failed");
  }

  /// Waits until somebody takes the token from `asleep`.
  private int sleep() {
    WaitToken<Integer> token = WaitToken.create("a bare wait");
    asleep.set(token);
    return token.park(() -> {});
  }

  @InEachMode
  @Tag("T038")
  void an_error_swallowed_while_handling_another_leaves_no_trace(RunMode mode) {
    RuntimeException first = Failures.key();

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(n -> {
                      n.startSoon(() -> swallowAnotherWhileHandling(first));
                      Runs.settle();
                      asleep.get().tryFail(Failures.value());
                    })));

    assertThat(group.errors()).containsExactly(first);
    assertThat(first).hasNoCause().hasNoSuppressedExceptions();
  }

  private void swallowAnotherWhileHandling(RuntimeException first) {
    try {
      throw first;
    } catch (NoSuchElementException handled) {
      try {
        sleep();
      } catch (IllegalArgumentException swallowed) {
        seen.set(swallowed);
      }
      throw handled;
    }
  }

  /// Java links what escapes while another is under way in one place: try-with-resources.
  @InEachMode
  @Tag("T039")
  void an_error_that_escapes_while_another_is_under_way_is_linked_to_it(RunMode mode) {
    RuntimeException first = Failures.key();
    List<RuntimeException> later = List.of(Failures.value(), Failures.value(), Failures.value());

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(n -> {
                      n.startSoon(() -> nestedClosing(3, first));
                      for (RuntimeException error : later) {
                        Runs.settle();
                        asleep.get().tryFail(error);
                      }
                    })));

    assertThat(group.errors()).containsExactly(first);
    assertThat(first.getSuppressed()).containsExactly(later.toArray(Throwable[]::new));
    assertThat(first).hasNoCause();
    assertThat(later).allSatisfy(e -> assertThat(e).hasNoCause().hasNoSuppressedExceptions());
  }

  @SuppressWarnings("try") // the resource is there to be closed
  private void nestedClosing(int depth, RuntimeException first) {
    try (Closing _ = this::sleep) {
      if (depth > 1) {
        nestedClosing(depth - 1, first);
      }
      throw first;
    }
  }

  private interface Closing extends AutoCloseable {
    int waiting();

    @Override
    default void close() {
      waiting();
    }
  }

  @InEachMode
  @Tag("T041")
  void what_a_task_waited_for_is_forgotten_when_it_wakes(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              n.startSoon(() -> {
                sleep();
                WaitToken.create("something else").park(() -> {});
              });
              Runs.settle();
              assertThat(Trio.dump()).contains("a bare wait");

              asleep.get().tryReschedule(1);
              Runs.settle();

              assertThat(Trio.dump()).doesNotContain("a bare wait").contains("something else");
              n.cancel();
            }));
    assertThat(Trio.dump()).doesNotContain("something else");
  }

  /// Java lists the innermost call first.
  @InEachMode
  @Tag("T045")
  void a_waiting_tasks_stack_can_be_read(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<Task<?>> task = new AtomicReference<>();
          Nursery.run(n -> {
            task.set(n.startSoon(this::outer));
            Runs.settle();

            List<String> calls =
                task.get().stackTrace().stream()
                    .filter(frame -> frame.getClassName().equals(WaitTest.class.getName()))
                    .map(StackTraceElement::getMethodName)
                    .toList();
            assertThat(calls).startsWith("sleep", "inner", "middle", "outer");

            asleep.get().tryReschedule(0);
          });
          assertThat(task.get().stackTrace()).isEmpty();
        });
  }

  private int outer() {
    return middle() + 1;
  }

  private int middle() {
    return inner() + 1;
  }

  private int inner() {
    return sleep() + 1;
  }

  /// 5 000 calls in each other need a larger stack than the usual one, whatever they call. The
  /// cancel has a small one: it must not call itself once for each scope.
  @InEachMode
  @Tag("T046")
  void thousands_of_nested_scopes_are_cancelled_without_overflow(RunMode mode) {
    Trail trail = new Trail();
    Runs.run(
        mode,
        () -> {
          CancelScope outermost =
              CancelScope.run(scope ->
                  nest(
                      5_000,
                      () -> {
                        trail.add("innermost");
                        assertThat(thrownOnSmallStack(scope::cancel)).isNull();
                        Trio.checkpoint();
                        trail.add("went on");
                      }));

          assertThat(outermost.cancelledCaught()).isTrue();
        });
    assertThat(trail.steps()).containsExactly("innermost");
  }

  private static Throwable thrownOnSmallStack(Runnable action) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(null, action, "small stack", 200_000);
    thread.setUncaughtExceptionHandler((_, error) -> thrown.set(error));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return thrown.get();
  }

  private static void nest(int scopes, Runnable body) {
    if (scopes == 0) {
      body.run();
    } else {
      CancelScope.run(_ -> nest(scopes - 1, body));
    }
  }

  @InEachMode
  @Tag("T047")
  void a_deadline_that_moves_often_leaves_no_entries_on_a_virtual_clock(RunMode mode) {
    JumpLog clock = new JumpLog(VirtualClock.create().autojump());
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          TrioTime start = Trio.currentTime();
          CancelScope.run(scope -> {
            for (int i = 0; i < 2_000; i++) {
              scope.setDeadline(start.plus(seconds(i % 2 == 0 ? 10 : 20)));
              Trio.checkpoint();
            }
            Trio.sleep(seconds(15));
          });
          assertThat(Runs.since(start)).isEqualTo(seconds(15));
        });
    List<Long> withoutTheFirstDeadline =
        clock.targets().stream().filter(target -> target != seconds(10).toNanos()).toList();
    assertThat(clock.targets().size()).as("one entry may be late").isLessThanOrEqualTo(2);
    assertThat(withoutTheFirstDeadline).containsExactly(seconds(15).toNanos());
  }

  @InEachMode
  @Tag("T047")
  void a_deadline_that_moves_often_leaves_no_entries_on_the_real_timer(RunMode mode) {
    int before = RunHooks.timerEntryCount();
    Trio.run(
        Runs.realTime(mode),
        () -> {
          TrioTime start = Trio.currentTime();
          CancelScope.run(scope -> {
            for (int i = 0; i < 2_000; i++) {
              scope.setDeadline(start.plus(seconds(i % 2 == 0 ? 100 : 200)));
              Trio.checkpoint();
            }
            Trio.sleep(seconds(0.001));
            int entries = RunHooks.timerEntryCount() - before; // the run itself has a few
            assertThat(entries).isLessThan(10);
          });
        });
  }

  /// Keeps the deadlines a clock was asked to jump to.
  private record JumpLog(Clock clock, Queue<Long> jumps) implements Clock {
    JumpLog(Clock clock) {
      this(clock, new ConcurrentLinkedQueue<>());
    }

    List<Long> targets() {
      return new ArrayList<>(jumps);
    }

    @Override
    public boolean idle(long nextDeadlineNanos) {
      jumps.add(nextDeadlineNanos);
      return clock.idle(nextDeadlineNanos);
    }

    @Override
    public long nanoTime() {
      return clock.nanoTime();
    }

    @Override
    public long realNanosUntil(long deadlineNanos) {
      return clock.realNanosUntil(deadlineNanos);
    }

    @Override
    public void attach(Runnable changed) {
      clock.attach(changed);
    }

    @Override
    public void detach(Runnable changed) {
      clock.detach(changed);
    }

    @Override
    public long idleCushionNanos() {
      return clock.idleCushionNanos();
    }
  }

  @InEachMode
  @Tag("T048")
  void a_cancelled_childs_objects_can_be_collected(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          List<WeakReference<Object>> held = new ArrayList<>();
          AtomicReference<Task<?>> task = new AtomicReference<>();
          Nursery left =
              Nursery.call(n -> {
                task.set(startHolder(n, held));
                Runs.settle();
                n.cancel();
                return n;
              });

          assertThat(left.isClosed()).isTrue();
          assertThat(task.get().isDone()).isTrue();
          assertThat(isCollected(held.getFirst())).as("captured by the body").isTrue();
          assertThat(isCollected(held.getLast())).as("a local of the body").isTrue();
        });
  }

  private static Task<?> startHolder(Nursery n, List<WeakReference<Object>> held) {
    byte[] captured = new byte[1_000];
    held.add(new WeakReference<>(captured));
    return n.startSoon(() -> {
      List<byte[]> local = List.of(captured, new byte[1_000]);
      held.add(new WeakReference<>(local.getLast()));
      Trio.sleepForever();
      local.forEach(bytes -> bytes[0] = 1);
    });
  }

  private static boolean isCollected(WeakReference<Object> reference) {
    for (int i = 0; i < 20 && reference.get() != null; i++) {
      System.gc();
    }
    return reference.get() == null;
  }
}
