package io.trio4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SequencerTest {
  private final Sequencer sequencer = Sequencer.create();
  private final List<String> events = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @EnumSource
  void steps_run_in_their_order(RunMode mode) {
    Trio.run(
        options(mode),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> takeSteps(0, 2, 4));
              nursery.startSoon(() -> takeSteps(1, 3));
              takeSteps(5);
            }));

    assertThat(events).containsExactly("0", "1", "2", "3", "4", "5");
  }

  private void takeSteps(int... steps) {
    for (int step : steps) {
      sequencer.at(step, () -> events.add(String.valueOf(step)));
    }
  }

  @Test
  void a_step_gives_a_value_and_throws_what_its_body_throws() {
    Trio.run(() -> {
      int value = sequencer.at(0, () -> 7);
      assertThat(value).isEqualTo(7);
      assertThatThrownBy(() -> sequencer.at(1, SequencerTest::failIo))
          .isInstanceOf(IOException.class);
      sequencer.await(2); // a step that failed has ended too
    });
  }

  private static void failIo() throws IOException {
    throw new IOException("body");
  }

  @Test
  void step_0_is_no_checkpoint_and_the_others_are() {
    Trio.run(() -> {
      Testing.assertNoCheckpoints(() -> sequencer.await(0));
      Testing.assertCheckpoints(() -> sequencer.await(1));
    });
  }

  @ParameterizedTest
  @EnumSource
  @Tag("T518")
  void a_cancelled_step_breaks_the_sequence_for_itself_and_all_others(RunMode mode) {
    Trio.run(
        options(mode),
        () ->
            Nursery.run(nursery -> {
              Task<?> cancelled = nursery.startSoon(() -> expectBroken(1));
              nursery.startSoon(() -> expectBroken(2));
              Testing.waitAllTasksBlocked();

              cancelled.cancel("test");
              Testing.waitAllTasksBlocked();

              expectBroken(0);
              expectBroken(3);
            }));

    assertThat(events).containsExactlyInAnyOrder("1", "2", "0", "3");
  }

  private void expectBroken(int step) {
    assertThatThrownBy(() -> sequencer.await(step))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The sequence is broken: a task that waited for step 1 was cancelled due to explicit"
                + " with reason 'test' from task main. A step is taken once and must not be"
                + " cancelled.");
    events.add(String.valueOf(step));
  }

  @ParameterizedTest
  @EnumSource
  void an_open_step_is_not_taken_by_a_cancelled_task(RunMode mode) {
    Trio.run(
        options(mode),
        () -> {
          sequencer.await(0);
          CancelScope.run(scope -> {
            scope.cancel("too late");
            assertThatThrownBy(() -> sequencer.await(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("too late")
                .hasCauseInstanceOf(Cancelled.class);
          });
        });
  }

  @Test
  void a_step_taken_twice_breaks_the_sequence() {
    Trio.run(
        RunOptions.deterministic(1),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> expectTakenTwice(2));
              Testing.waitAllTasksBlocked();
              sequencer.await(0);

              expectTakenTwice(0);
              expectTakenTwice(1);
            }));

    assertThat(events).containsExactlyInAnyOrder("2", "0", "1");
    assertThat(sequencer)
        .hasToString("Sequencer[2 steps taken, 0 waiting, broken: step 0 was asked for twice]");
  }

  private void expectTakenTwice(int step) {
    assertThatThrownBy(() -> sequencer.await(step))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The sequence is broken: step 0 was asked for twice.");
    events.add(String.valueOf(step));
  }

  @Test
  void a_negative_step_is_refused() {
    assertThatThrownBy(() -> sequencer.await(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step must not be negative: -1");
  }

  private static RunOptions options(RunMode mode) {
    return RunOptions.defaults().withMode(mode).withSeed(1).withClock(VirtualClock.create());
  }
}
