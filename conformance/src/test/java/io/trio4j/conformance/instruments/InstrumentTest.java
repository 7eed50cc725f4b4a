package io.trio4j.conformance.instruments;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.InModes;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.Instrument;
import io.trio4j.lowlevel.RunInstruments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;

/// Who looks at a run, and what it is told.
class InstrumentTest {
  private static final String NO_TURNS = "nobody waits for a turn, so checkpoints are no events";

  private static void checkpoints(int count) {
    for (int i = 0; i < count; i++) {
      Trio.checkpoint();
    }
  }

  @InModes(
      value = {RunMode.COOPERATIVE, RunMode.DETERMINISTIC},
      leftOut = NO_TURNS)
  @Tag("T565")
  void the_steps_of_a_task_are_told_in_order(RunMode mode) {
    Recorder one = new Recorder("busy");
    Recorder other = new Recorder("busy");

    Trio.run(
        Runs.options(mode).withInstrument(one).withInstrument(other),
        () -> Nursery.run(nursery -> nursery.startSoon("busy", () -> checkpoints(5))));

    List<String> expected = new ArrayList<>(List.of("before run", "scheduled busy"));
    for (int i = 0; i < 5; i++) {
      expected.addAll(List.of("before busy", "scheduled busy", "after busy"));
    }
    expected.addAll(List.of("before busy", "after busy", "after run"));
    assertThat(one.events()).isEqualTo(expected);
    assertThat(other.events()).isEqualTo(expected);
  }

  @InEachMode
  @Tag("T566")
  void one_goes_on_where_the_other_was_removed(RunMode mode) {
    Recorder whole = new Recorder("main");
    Recorder first = new Recorder("main");
    Recorder second = new Recorder("main");

    Trio.run(
        Runs.options(mode).withInstrument(first).withInstrument(whole),
        () -> {
          Trio.sleep(Runs.seconds(1));
          RunInstruments.remove(first);
          RunInstruments.add(second);
          RunInstruments.add(second); // has no effect
          Trio.sleep(Runs.seconds(1));

          Failures.thrown(IllegalStateException.class, () -> RunInstruments.remove(first));
        });

    List<String> joined = new ArrayList<>(first.events());
    assertThat(joined).startsWith("before run").doesNotContain("after run");
    joined.addAll(second.events());
    assertThat(joined).isEqualTo(whole.events()).endsWith("after run");
  }

  @InModes(
      value = {RunMode.COOPERATIVE, RunMode.DETERMINISTIC},
      leftOut = NO_TURNS)
  @Tag("T567")
  void two_tasks_are_told_of_round_by_round(RunMode mode) {
    Recorder recorder = new Recorder("turn");

    Trio.run(
        Runs.options(mode).withInstrument(recorder),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon("turn-1", () -> checkpoints(2));
              nursery.startSoon("turn-2", () -> checkpoints(2));
            }));

    List<String> events = recorder.events();
    assertThat(events.subList(0, 3))
        .containsExactly("before run", "scheduled turn-1", "scheduled turn-2");
    assertRoundThatGoesOn(events.subList(3, 9));
    assertRoundThatGoesOn(events.subList(9, 15));
    assertThat(events.subList(15, 19))
        .containsExactlyInAnyOrder(
            "before turn-1", "after turn-1", "before turn-2", "after turn-2");
    assertThat(events.subList(19, events.size())).containsExactly("after run");
  }

  /// Each of the two had its turn, one after the other.
  private static void assertRoundThatGoesOn(List<String> round) {
    for (List<String> turn : List.of(round.subList(0, 3), round.subList(3, 6))) {
      String name = turn.getFirst().substring("before ".length());
      assertThat(turn).containsExactly("before " + name, "scheduled " + name, "after " + name);
    }
    assertThat(round.getFirst()).isNotEqualTo(round.get(3));
  }

  /// With nothing but what the interface has.
  private static final class NoHooks implements Instrument {}

  @InEachMode
  @Tag("T568")
  void one_without_hooks_is_harmless(RunMode mode) {
    NoHooks harmless = new NoHooks();
    Recorder recorder = new Recorder("main");
    Trail trail = new Trail();

    Trio.run(
        Runs.options(mode).withInstrument(harmless).withInstrument(recorder),
        () -> {
          Trio.sleep(Runs.seconds(1));
          RunInstruments.remove(harmless);
          RunInstruments.add(harmless);
          trail.add("went on");
        });

    assertThat(trail.steps()).containsExactly("went on");
    assertThat(recorder.events()).startsWith("before run").endsWith("after run");
  }

  /// Fails at a task's second step.
  private static final class Failing implements Instrument {
    final AtomicInteger calls = new AtomicInteger();

    @Override
    public void afterTaskStep(Task<?> task) {
      calls.incrementAndGet();
      throw new IllegalStateException("planted");
    }

    @Override
    public String toString() {
      return "the failing one";
    }
  }

  @InEachMode
  @Tag("T569")
  void one_that_throws_is_removed_and_logged(RunMode mode) {
    Failing failing = new Failing();
    Recorder recorder = new Recorder("main");
    Set<String> logged = new HashSet<>();
    Logger logger = Logger.getLogger("io.trio4j.instruments");
    Handler handler = handlerInto(logged);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      Trio.run(
          Runs.options(mode).withInstrument(failing).withInstrument(recorder),
          () -> {
            Trio.sleep(Runs.seconds(1));
            Trio.sleep(Runs.seconds(1));
          });
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }

    assertThat(failing.calls).hasValue(1);
    assertThat(logged)
        .containsExactly("instrument the failing one failed and was removed: planted");
    assertThat(recorder.events()).contains("after main").endsWith("after run");
  }

  private static Handler handlerInto(Set<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        Throwable thrown = line.getThrown();
        logged.add(line.getMessage() + (thrown == null ? "" : ": " + thrown.getMessage()));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  /// Java's objects have the hooks of their class: more of them means another object around.
  private static final class WithHook implements Instrument {
    private final Trail trail;

    WithHook(Trail trail) {
      this.trail = trail;
    }

    @Override
    public void afterTaskStep(Task<?> task) {
      trail.add("after " + task.name());
    }
  }

  @InEachMode
  @Tag("T570")
  void hooks_made_later_are_called_from_when_they_are_added(RunMode mode) {
    NoHooks bare = new NoHooks();
    Trail trail = new Trail();

    Trio.run(
        Runs.options(mode).withInstrument(bare),
        () -> {
          WithHook hooked = new WithHook(trail);
          Trio.sleep(Runs.seconds(1));
          assertThat(trail.steps()).isEmpty();

          RunInstruments.remove(bare);
          RunInstruments.add(hooked);
          Trio.sleep(Runs.seconds(1));
          assertThat(trail.steps()).contains("after main");
        });
  }

  /// Asks in each hook whether it is called in a task.
  private static final class Asking implements Instrument {
    final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    final AtomicInteger asked = new AtomicInteger();

    private void ask(boolean right, String where) {
      asked.incrementAndGet();
      if (!right) {
        wrong.add(where + " in " + Task.tryCurrent());
      }
    }

    @Override
    public void beforeRun() {
      ask(Task.tryCurrent().isEmpty(), "before run");
    }

    @Override
    public void afterRun() {
      ask(Task.tryCurrent().isEmpty(), "after run");
    }

    @Override
    public void beforeTaskStep(Task<?> task) {
      ask(Task.current() == task, "before a step of " + task);
    }

    @Override
    public void afterTaskStep(Task<?> task) {
      ask(Task.current() == task, "after a step of " + task);
    }

    @Override
    public void taskExited(Task<?> task) {
      ask(Task.current() == task, "at the end of " + task);
    }
  }

  @InEachMode
  @Tag("T572")
  void hooks_about_a_task_are_called_in_it_and_those_about_the_run_in_none(RunMode mode) {
    Asking asking = new Asking();

    Trio.run(
        Runs.options(mode).withInstrument(asking),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> Trio.sleep(Runs.seconds(1)));
              nursery.startSoon(() -> Trio.sleepForever());
              Trio.sleep(Runs.seconds(2));
              nursery.cancel();
            }));

    assertThat(asking.wrong).isEmpty();
    assertThat(asking.asked).hasValueGreaterThan(10);
  }
}
