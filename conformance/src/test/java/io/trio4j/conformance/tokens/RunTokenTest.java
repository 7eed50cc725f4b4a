package io.trio4j.conformance.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trio4j.RunFinishedException;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.InModes;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.RunToken;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;

/// Callbacks of a run that is alive.
class RunTokenTest {
  @InEachMode
  @Tag("T151")
  void a_callback_does_not_run_in_the_call_but_soon(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<Thread> ranOn = new AtomicReference<>();

          RunToken.current().runSoon(() -> ranOn.set(Thread.currentThread()));

          Runs.settle();
          assertThat(ranOn.get()).isNotNull().isNotSameAs(Thread.currentThread());
        });
  }

  @InEachMode
  @Tag("T152")
  void a_run_that_has_ended_takes_no_callbacks(RunMode mode) {
    RunToken token = Runs.call(mode, () -> RunToken.current());

    assertThatExceptionOfType(RunFinishedException.class).isThrownBy(() -> token.runSoon(() -> {}));
    assertThatExceptionOfType(RunFinishedException.class)
        .isThrownBy(() -> token.runSoonOnce("key", () -> {}));
  }

  @InEachMode
  @Tag("T153")
  void only_callbacks_handed_in_as_once_are_coalesced(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          List<Integer> ran = new ArrayList<>(); // by one callback after the other
          RunToken token = RunToken.current();

          inOneCallback(
              token,
              () -> {
                token.runSoon(() -> ran.add(1));
                token.runSoonOnce(1, () -> ran.add(1));
                token.runSoonOnce(1, () -> ran.add(1));
                token.runSoonOnce(1, () -> ran.add(1));
                token.runSoonOnce(2, () -> ran.add(2));
                token.runSoonOnce(2, () -> ran.add(2));
              });

          assertThat(ran).containsExactlyInAnyOrder(1, 1, 2);
        });
  }

  /// What a callback hands in runs when it is done: also in parallel mode all is queued by then.
  private static void inOneCallback(RunToken token, Runnable submissions) {
    token.runSoon(submissions);
    Runs.settle();
  }

  @InEachMode
  @Tag("T154")
  void coalesced_callbacks_keep_the_order_of_the_first_round(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          List<Integer> ran = new ArrayList<>(); // by one callback after the other
          RunToken token = RunToken.current();

          inOneCallback(
              token,
              () -> {
                for (int round = 0; round < 3; round++) {
                  for (int i = 0; i < 100; i++) {
                    int number = i;
                    token.runSoonOnce(number, () -> ran.add(number));
                  }
                }
              });

          assertThat(ran).isEqualTo(IntStream.range(0, 100).boxed().toList());
        });
  }

  @InEachMode
  @Tag("T155")
  void a_callback_that_runs_already_is_not_coalesced_with(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          RunToken token = RunToken.current();
          AtomicInteger rounds = new AtomicInteger();
          token.runSoonOnce(
              "again",
              new Runnable() {
                @Override
                public void run() {
                  if (rounds.incrementAndGet() < 3) {
                    token.runSoonOnce("again", this);
                  }
                }
              });

          Trio.checkpoint();
          Trio.checkpoint();
          Trio.checkpoint();
          if (mode == RunMode.PARALLEL) {
            Runs.settle(); // a checkpoint lets nobody run there
          }

          assertThat(rounds).hasValueGreaterThanOrEqualTo(2);
        });
  }

  @InEachMode
  @Tag("T158")
  void callbacks_run_in_the_order_of_the_calls(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          List<Integer> ran = new ArrayList<>(); // by one callback after the other
          RunToken token = RunToken.current();

          submit(token, 0, 100, ran);
          Runs.settle();
          assertThat(ran).isEqualTo(IntStream.range(0, 100).boxed().toList());

          submit(token, 100, 1_100, ran);
          Runs.settle();
          assertThat(ran).isEqualTo(IntStream.range(0, 1_100).boxed().toList());
        });
  }

  private static void submit(RunToken token, int from, int to, List<Integer> ran) {
    IntStream.range(from, to).forEach(number -> token.runSoon(() -> ran.add(number)));
  }

  @InModes(
      value = {RunMode.COOPERATIVE, RunMode.DETERMINISTIC},
      leftOut = "a checkpoint lets nobody run, so there are no rounds to count")
  @Tag("T159")
  void a_callback_that_hands_itself_in_for_ever_starves_nobody(RunMode mode) {
    AtomicInteger rounds = new AtomicInteger();
    Trail trail = new Trail();

    Runs.run(
        mode,
        () -> {
          RunToken token = RunToken.current();
          token.runSoon(
              new Runnable() {
                @Override
                public void run() {
                  rounds.incrementAndGet();
                  try {
                    token.runSoon(this);
                  } catch (RunFinishedException _) {
                    trail.add("run finished");
                  }
                }
              });

          for (int i = 0; i < 20; i++) {
            Trio.checkpoint();
          }
          assertThat(rounds).hasValueGreaterThanOrEqualTo(19);
        });

    assertThat(trail.steps()).containsExactly("run finished");
  }

  @InEachMode
  @Tag("T160")
  void callbacks_from_a_tight_loop_outside_always_get_through(RunMode mode) throws Exception {
    AtomicReference<WaitToken<String>> waiting = new AtomicReference<>();
    Trail trail = new Trail();

    Thread foreign =
        Runs.call(
            mode,
            () -> {
              RunToken token = RunToken.current();
              Thread loop =
                  Thread.ofPlatform()
                      .start(() -> handInForEver(token, () -> wakeOne(waiting), trail));
              for (int i = 0; i < 10; i++) {
                WaitToken<String> progress = WaitToken.create("progress");
                waiting.set(progress);
                assertThat(progress.park(() -> {})).isEqualTo("progress");
              }
              return loop;
            });
    foreign.join();

    assertThat(trail.steps()).containsExactly("run finished");
  }

  private static void handInForEver(RunToken token, Runnable callback, Trail trail) {
    try {
      while (true) {
        token.runSoon(callback);
        Thread.yield();
      }
    } catch (RunFinishedException _) {
      trail.add("run finished");
    }
  }

  private static void wakeOne(AtomicReference<WaitToken<String>> waiting) {
    WaitToken<String> token = waiting.getAndSet(null);
    if (token != null) {
      token.tryReschedule("progress");
    }
  }
}
