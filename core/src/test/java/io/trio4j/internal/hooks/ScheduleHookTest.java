package io.trio4j.internal.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Nursery;
import io.trio4j.RunCancelledException;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.ParkingLot;
import io.trio4j.lowlevel.RunToken;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScheduleHookTest {
  private static final RunOptions OPTIONS = RunOptions.deterministic(1).withName("hooked");

  /// The last one who became ready goes first. Notes what it is told.
  private static class LastFirst implements ScheduleHook {
    final List<String> events = new CopyOnWriteArrayList<>();
    @Nullable RunView run;

    RunView run() {
      RunView view = run;
      if (view == null) {
        throw new IllegalStateException("has not begun");
      }
      return view;
    }

    @Override
    public void begins(RunView view, Task<?> main) {
      run = view;
      events.add("begins " + main.path());
    }

    @Override
    public int choose(List<? extends Task<?>> ready) {
      return ready.size() - 1;
    }

    @Override
    public void stops(Task<?> task, @Nullable Object subject) {
      events.add(task.name() + " stops" + (subject == null ? "" : " for " + subject));
    }

    @Override
    public void woken(Task<?> task, Object subject, boolean outside) {
      events.add(task.name() + " woken" + (outside ? " from outside" : ""));
    }

    @Override
    public void touched(Object shared) {
      events.add("touched " + shared);
    }

    @Override
    public void touchedAll() {
      events.add("touched all");
    }

    @Override
    public void ended(Task<?> task) {
      events.add(task.name() + " ended");
    }

    @Override
    public boolean stuck() {
      return false;
    }
  }

  @Test
  void it_decides_who_goes_on_and_hears_why_turns_end() {
    LastFirst hook = new LastFirst();
    ParkingLot lot = ParkingLot.of("a lot");

    RunHooks.run(
        OPTIONS,
        hook,
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon("first", () -> lot.unpark(1));
              nursery.startSoon("second", () -> lot.park());
            }));

    assertThat(hook.events)
        .containsExactly(
            "begins main",
            "main stops for the children of Nursery",
            "touched ParkingLot[a lot]",
            "second stops for a lot",
            "touched ParkingLot[a lot]",
            "second woken",
            "first ended",
            "main woken", // the count is lowered before the thread is done
            "second ended",
            "main stops",
            "main ended");
  }

  @Test
  void when_all_wait_it_sees_who_waits_for_whom_and_can_end_the_run() {
    List<RunView.Parked> parked = new ArrayList<>();
    List<Boolean> tokens = new ArrayList<>();
    LastFirst hook =
        new LastFirst() {
          @Override
          public boolean stuck() {
            parked.addAll(run().parked());
            tokens.add(run().isTokenTaken());
            assertThat(run().dump()).startsWith("Run[hooked] DETERMINISTIC, seed 1\n  main: waits");
            assertThat(run().isAnyoneReady()).isFalse();
            run().cancel("stuck");
            return true;
          }
        };

    assertThatThrownBy(() ->
            RunHooks.run(
                OPTIONS,
                hook,
                () ->
                    Nursery.run(nursery -> {
                      Task<?> sleeper = nursery.startSoon("sleeper", () -> Trio.sleepForever());
                      nursery.startSoon("joiner", sleeper::join);
                    })))
        .isInstanceOf(RunCancelledException.class)
        .hasMessageContaining("stuck");

    assertThat(parked).extracting(wait -> wait.task().name()).contains("main", "sleeper", "joiner");
    assertThat(parked)
        .filteredOn(wait -> wait.task().name().equals("joiner"))
        .singleElement()
        .satisfies(wait ->
            assertThat(wait.holders()).singleElement().extracting(Task::name).isEqualTo("sleeper"));
    assertThat(tokens).containsExactly(false);
    assertThat(hook.events).contains("touched all");
  }

  @Test
  void a_run_it_gives_up_is_left_as_it_stands() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    LastFirst hook =
        new LastFirst() {
          @Override
          public int choose(List<? extends Task<?>> ready) {
            left.countDown();
            return NOBODY;
          }
        };
    List<String> ran = new ArrayList<>();

    Thread runner =
        Thread.ofVirtual()
            .start(() ->
                RunHooks.run(
                    OPTIONS,
                    hook,
                    () -> {
                      Trio.checkpoint();
                      ran.add("went on");
                    }));
    left.await();
    hook.run().abandon();

    assertThat(Trio.dump()).doesNotContain("Run[hooked]");
    assertThat(ran).isEmpty();
    assertThat(runner.isAlive()).isTrue();
  }

  @Test
  void it_hears_of_wake_ups_from_outside_and_of_tokens() throws InterruptedException {
    LastFirst hook =
        new LastFirst() {
          @Override
          public boolean stuck() {
            while (!run().isAnyoneReady()) {
              Thread.yield();
            }
            return true;
          }
        };
    List<WaitToken<String>> tokens = new CopyOnWriteArrayList<>();
    CountDownLatch made = new CountDownLatch(1);
    Thread stranger =
        Thread.ofPlatform()
            .start(() -> {
              try {
                made.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              while (tokens.getFirst().task().stackTrace().isEmpty()
                  || !hook.events.contains("main stops for a stranger")) {
                Thread.yield();
              }
              tokens.getFirst().tryReschedule("hello");
            });

    RunHooks.run(
        OPTIONS,
        hook,
        () -> {
          tokens.add(WaitToken.create("a stranger"));
          RunToken.current();
          made.countDown();
          assertThat(tokens.getFirst().park(() -> {})).isEqualTo("hello");
        });
    stranger.join();

    assertThat(hook.run().isTokenTaken()).isTrue();
    assertThat(hook.events).contains("main stops for a stranger");
  }

  @Test
  void what_a_task_shares_can_be_told_by_a_test() {
    LastFirst hook = new LastFirst();

    RunHooks.run(OPTIONS, hook, () -> RunHooks.touched("a field"));
    RunHooks.touched("nobody hears");

    assertThat(hook.events).contains("touched a field").doesNotContain("touched nobody hears");
    assertThat(RunHooks.isInTask()).isFalse();
  }
}
