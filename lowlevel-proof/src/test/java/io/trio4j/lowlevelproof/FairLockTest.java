package io.trio4j.lowlevelproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Action;
import io.trio4j.BrokenResourceException;
import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.testing.Testing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FairLockTest {
  private final FairLock lock = new FairLock();

  private static <X extends Throwable> void hold(FairLock held, Action<X> body) throws X {
    held.acquire();
    try {
      body.run();
    } finally {
      held.release();
    }
  }

  private void assertFree() {
    assertThat(lock).hasToString("FairLock[free]");
    assertThat(lock.waitingCount()).isZero();
    assertThat(lock.tryAcquire()).isTrue();
    lock.release();
  }

  @Nested
  class Taking {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_free_lock_is_a_checkpoint(Mode mode) {
      Trio.run(
          mode.options(),
          () -> {
            Testing.assertCheckpoints(lock::acquire);
            lock.release();
            Testing.assertNoCheckpoints(() -> assertThat(lock.tryAcquire()).isTrue());
            lock.release();
          });
    }

    @Test
    void it_again_is_refused() {
      Trio.run(
          Mode.DETERMINISTIC.options(),
          () -> {
            lock.acquire();

            assertThatThrownBy(lock::acquire)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                    "FairLock[held by Task[main]] is already held by this task");
            lock.release();
            assertThatThrownBy(lock::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("FairLock[free] is not held by this task");
          });
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void it_in_a_cancelled_scope_takes_nothing(Mode mode) {
      Trio.run(
          mode.options(),
          () -> {
            CancelScope scope =
                CancelScope.run(s -> {
                  s.cancel();
                  lock.acquire();
                });

            assertThat(scope.cancelledCaught()).isTrue();
            assertFree();
          });
    }
  }

  @Nested
  class Waiting {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void tasks_get_it_in_order_of_arrival(Mode mode) {
      List<Integer> order = new ArrayList<>();
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                lock.acquire();
                for (int i = 0; i < 5; i++) {
                  int mine = i;
                  nursery.startSoon(() -> hold(lock, () -> order.add(mine)));
                  Testing.waitAllTasksBlocked();
                }
                lock.release();
                boolean got = lock.tryAcquire(); // in parallel all five may have had it by now
                assertThat(got && order.size() < 5).as("barged in").isFalse();
              }));

      assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_cancelled_task_is_passed_over(int cancelled) {
      for (Mode mode : Mode.values()) {
        List<Integer> order = new ArrayList<>();
        Trio.run(
            mode.options(),
            () ->
                Nursery.run(nursery -> {
                  lock.acquire();
                  List<CancelScope> scopes = new ArrayList<>();
                  for (int i = 0; i < 3; i++) {
                    int mine = i;
                    nursery.startSoon(() ->
                        CancelScope.<RuntimeException>run(scope -> {
                          scopes.add(scope);
                          hold(lock, () -> order.add(mine));
                        }));
                    Testing.waitAllTasksBlocked();
                  }
                  scopes.get(cancelled).cancel();
                  assertThat(lock.waitingCount()).isEqualTo(2);
                  lock.release();
                }));

        List<Integer> expected = new ArrayList<>(List.of(0, 1, 2));
        expected.remove(Integer.valueOf(cancelled));
        assertThat(order).as("%s", mode).isEqualTo(expected);
        Trio.run(mode.options(), FairLockTest.this::assertFree);
      }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_task_that_was_given_it_has_it_although_it_is_cancelled_then(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                lock.acquire();
                List<CancelScope> scopes = new ArrayList<>();
                List<String> trail = new ArrayList<>();
                nursery.startSoon(() ->
                    CancelScope.<RuntimeException>run(scope -> {
                      scopes.add(scope);
                      lock.acquire();
                      trail.add("has it");
                      lock.release();
                      Trio.checkpoint();
                      trail.add("not cancelled");
                    }));
                Testing.waitAllTasksBlocked();
                lock.release();
                scopes.getFirst().cancel();
                Testing.waitAllTasksBlocked();
                assertThat(trail).first().isEqualTo("has it");
                if (mode != Mode.PARALLEL) {
                  assertThat(trail).hasSize(1);
                }
                assertFree();
              }));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_task_can_be_cancelled_at_each_step(Mode mode) throws Exception {
      CancelAtStep.each(
          mode.options(),
          knife -> {
            AtomicInteger held = new AtomicInteger();
            Nursery.run(nursery -> {
              lock.acquire();
              for (int i = 0; i < 2; i++) {
                nursery.startSoon(() -> hold(lock, () -> count(held)));
              }
              nursery.startSoon(() ->
                  knife.victim(() -> {
                    hold(lock, () -> count(held));
                    hold(lock, () -> count(held));
                  }));
              nursery.startSoon(() -> hold(lock, () -> count(held)));
              Testing.waitAllTasksBlocked();
              lock.release();
            });
            assertThat(held.get()).isBetween(3, 5);
            assertFree();
          });
    }
  }

  private static void count(AtomicInteger held) {
    int before = held.get();
    CancelScope.shielded(Trio::checkpoint);
    assertThat(held.compareAndSet(before, before + 1)).as("alone").isTrue();
  }

  @Nested
  class An_owner_that_ends {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void breaks_the_lock_for_those_who_wait_and_those_who_come(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(
                    "careless",
                    () -> {
                      lock.acquire();
                      Testing.waitAllTasksBlocked();
                    });
                Testing.waitAllTasksBlocked();
                for (int i = 0; i < 3; i++) {
                  nursery.startSoon(this::isBroken);
                }
              }));
    }

    private void isBroken() {
      assertThatThrownBy(lock::acquire).isInstanceOf(BrokenResourceException.class);
      assertThatThrownBy(lock::acquire)
          .isInstanceOf(BrokenResourceException.class)
          .hasMessageContaining("was not released by [Task[main/careless]]");
      assertThatThrownBy(lock::tryAcquire).isInstanceOf(BrokenResourceException.class);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void and_was_given_the_lock_breaks_it_too(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                lock.acquire();
                nursery.startSoon("careless", lock::acquire);
                Testing.waitAllTasksBlocked();
                nursery.startSoon(this::isBroken);
                Testing.waitAllTasksBlocked();
                lock.release();
              }));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void after_it_released_does_not(Mode mode) {
      Trio.run(
          mode.options(),
          () -> {
            Nursery.run(nursery -> nursery.startSoon(() -> hold(lock, () -> {})));
            assertFree();
          });
    }
  }

  @Nested
  class Under_stress {
    private int counter; // guarded by the lock

    private void work(RunOptions options, int taskCount, int turns, boolean cancels) {
      counter = 0;
      AtomicInteger done = new AtomicInteger();
      Trio.run(
          options,
          () ->
              Nursery.run(nursery -> {
                for (int i = 0; i < taskCount; i++) {
                  Random random = new Random(i);
                  nursery.startSoon(() -> turns(turns, cancels ? random : null, done));
                }
              }));
      assertThat(counter).isEqualTo(done.get());
      if (!cancels) {
        assertThat(counter).isEqualTo(taskCount * turns);
      }
      Trio.run(options, FairLockTest.this::assertFree);
    }

    private void turns(int turns, @Nullable Random enemies, AtomicInteger done) {
      for (int i = 0; i < turns; i++) {
        if (enemies != null && enemies.nextInt(4) == 0) {
          oneTurnWithAnEnemy(done);
        } else {
          oneTurn(done);
        }
      }
    }

    private void oneTurn(AtomicInteger done) {
      hold(
          lock,
          () -> {
            int before = counter;
            Trio.checkpoint();
            counter = before + 1;
            done.incrementAndGet();
          });
    }

    private void oneTurnWithAnEnemy(AtomicInteger done) {
      Nursery.run(nursery -> {
        nursery.startSoon(() -> oneTurn(done));
        Trio.checkpoint();
        nursery.scope().cancel();
      });
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void nobody_is_lost_and_nobody_is_two(Mode mode) {
      work(mode.options(), 20, Mode.rounds(50), false);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void with_cancels_nobody_is_lost_and_nobody_is_two(Mode mode) {
      work(mode.options(), 20, Mode.rounds(50), true);
    }

    @Test
    void on_real_time_in_parallel() {
      work(RunOptions.defaults(), 50, Mode.rounds(200), true);
    }

    @Test
    void each_seed_keeps_the_lock_whole() {
      Mode.seeds(300).forEach(seed -> work(Mode.DETERMINISTIC.options(seed), 4, 3, true));
    }
  }
}
