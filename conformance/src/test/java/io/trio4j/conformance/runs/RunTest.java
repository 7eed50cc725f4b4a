package io.trio4j.conformance.runs;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.Instrument;
import io.trio4j.lowlevel.RunToken;
import io.trio4j.testing.VirtualClock;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;

/// Section 1: beginning and ending a run.
class RunTest {
  @InEachMode
  @Tag("T001")
  void the_value_of_the_body_comes_back(RunMode mode) {
    int given = 8;

    int plain = Runs.call(mode, () -> given);
    int afterYield =
        Runs.call(
            mode,
            () -> {
              Trio.checkpoint();
              return given;
            });

    assertThat(plain).isEqualTo(8);
    assertThat(afterYield).isEqualTo(8);
  }

  @InEachMode
  @Tag("T002")
  void without_a_body_nothing_begins(RunMode mode) {
    Trail trail = new Trail();
    RunOptions options = Runs.options(mode).withInstrument(new Beginnings(trail));

    Action<RuntimeException> noAction = null;
    Call<String, RuntimeException> noCall = null;
    RunOptions noOptions = null;

    assertThatThrownBy(() -> Trio.run(options, noCall)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Trio.run(options, noAction)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Trio.run(noOptions, () -> trail.add("body")))
        .isInstanceOf(NullPointerException.class);
    assertThat(trail.steps()).isEmpty();
  }

  private record Beginnings(Trail trail) implements Instrument {
    @Override
    public void beforeRun() {
      trail.add("run begins");
    }

    @Override
    public void beforeTaskStep(Task<?> task) {
      trail.add("step of " + task.path());
    }
  }

  @InEachMode
  @Tag("T003")
  void a_body_that_knows_nothing_of_trio4j_is_a_body(RunMode mode) {
    String value = Runs.call(mode, () -> String.join(" ", "no", "colours"));

    assertThat(value).isEqualTo("no colours");
  }

  @InEachMode
  @Tag("T005")
  void what_the_body_throws_comes_out_itself(RunMode mode) {
    IOException checked = new IOException("disk");
    AssertionError error = new AssertionError("wrong");

    Throwable first =
        catchThrowable(() ->
            Runs.run(
                mode,
                () -> {
                  throw checked;
                }));
    Throwable second =
        catchThrowable(() ->
            Runs.run(
                mode,
                () -> {
                  Trio.checkpoint();
                  throw error;
                }));

    assertThat(first).isSameAs(checked).hasNoCause().hasNoSuppressedExceptions();
    assertThat(second).isSameAs(error).hasNoCause().hasNoSuppressedExceptions();
  }

  @InEachMode
  @Tag("T006")
  void a_run_in_a_task_shares_clock_and_mode_and_may_ask_for_no_other(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          TrioTime start = Trio.currentTime();
          Task<?> task = Task.current();

          TrioTime innerEnd =
              Trio.run(() -> {
                assertThat(Task.current()).isSameAs(task);
                Trio.sleep(seconds(1));
                return Trio.currentTime();
              });

          assertThat(innerEnd).isEqualTo(start.plus(seconds(1)));
          assertThat(Trio.currentTime()).isEqualTo(innerEnd);
          Trail trail = new Trail();
          RunOptions otherClock = RunOptions.defaults().withClock(VirtualClock.create().autojump());
          assertThatThrownBy(() -> Trio.run(otherClock, () -> trail.add("ran")))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("clock");
          assertThat(trail.steps()).isEmpty();
        });
  }

  @InEachMode
  @Tag("T007")
  void outside_a_run_there_is_no_current_task_and_no_time(RunMode mode) {
    assertOutside();

    Runs.run(mode, () -> assertThat(Task.tryCurrent()).isPresent());

    assertOutside();
  }

  private static void assertOutside() {
    assertThatThrownBy(Task::current).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(Trio::currentTime).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(RunToken::current).isInstanceOf(IllegalStateException.class);
    assertThat(Task.tryCurrent()).isEmpty();
  }

  @InEachMode
  @Tag("T008")
  void a_run_has_one_token_and_the_next_run_another(RunMode mode) {
    RunToken first = Runs.call(mode, RunTest::theToken);
    RunToken second = Runs.call(mode, RunTest::theToken);

    assertThat(second).isNotEqualTo(first);
  }

  private static RunToken theToken() {
    RunToken token = RunToken.current();
    Nursery.run(n -> n.startSoon(() -> assertThat(RunToken.current()).isSameAs(token)));
    Trio.checkpoint();
    assertThat(RunToken.current()).isSameAs(token);
    return token;
  }

  @InEachMode
  @Tag("T009")
  void the_real_clock_goes_forward(RunMode mode) {
    VirtualClock asRealTime = VirtualClock.create();
    asRealTime.setRate(1);
    Trio.run(
        mode == RunMode.DETERMINISTIC ? Runs.options(mode, asRealTime) : Runs.realTime(mode),
        () -> {
          TrioTime first = Trio.currentTime();
          TrioTime second = Trio.currentTime();
          Trio.sleep(seconds(0.001));
          TrioTime third = Trio.currentTime();

          assertThat(second).isGreaterThanOrEqualTo(first);
          assertThat(third).isGreaterThan(second);
        });
  }

  @InEachMode
  @Tag("T010")
  void a_jump_shows_on_the_clock_and_in_the_run(RunMode mode) {
    VirtualClock clock = VirtualClock.create();
    Trio.run(
        Runs.options(mode, clock),
        () -> {
          TrioTime start = Trio.currentTime();
          assertThat(clock.now()).isEqualTo(start);

          clock.jump(seconds(3.15));

          assertThat(clock.now()).isEqualTo(start.plus(seconds(3.15)));
          assertThat(Trio.currentTime()).isEqualTo(start.plus(seconds(3.15)));
        });
  }

  @InEachMode
  @Tag("T050")
  void a_task_may_wait_for_a_foreign_future_beside_sleeping_siblings(RunMode mode)
      throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    CountDownLatch waiting = new CountDownLatch(1);
    Thread foreign =
        Thread.ofPlatform()
            .start(() -> {
              try {
                waiting.await();
                future.complete("done");
              } catch (InterruptedException e) {
                future.completeExceptionally(e);
              }
            });

    Runs.run(
        mode,
        () -> {
          TrioTime start = Trio.currentTime();
          Nursery.run(n -> {
            n.startSoon(() -> Trio.sleep(seconds(1)));
            waiting.countDown();
            assertThat(future.get()).isEqualTo("done");
          });
          assertThat(Runs.since(start)).isEqualTo(seconds(1));
        });

    foreign.join();
    assertThat(Failures.thrown(IllegalStateException.class, Trio::checkpoint))
        .as("the other way round, our waits refuse threads that are no tasks")
        .hasMessageContaining("is not a task of trio4j");
  }
}
