package io.trio4j.conformance.system;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.TrioInternalError;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.AbortFunction;
import io.trio4j.lowlevel.Clock;
import io.trio4j.lowlevel.SystemTasks;
import io.trio4j.lowlevel.WaitToken;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// Section 2: what breaks a run, and what is left of it. Scopes are lambdas and can't be misnested:
/// the nearest a program comes is to keep a nursery and to use it after its block.
class InternalErrorTest {
  private final Trail trail = new Trail();

  @InEachMode
  @Tag("T056")
  void an_abort_function_without_an_answer_ends_the_run(RunMode mode) {
    assertThat(abortedBy(mode, _ -> null)).hasNoCause().hasMessageContaining("abort function");
  }

  @InEachMode
  @Tag("T056")
  void an_abort_function_that_throws_ends_the_run(RunMode mode) {
    RuntimeException error = Failures.value();

    TrioInternalError thrown =
        abortedBy(
            mode,
            _ -> {
              throw error;
            });

    assertThat(thrown.getCause()).isSameAs(error);
  }

  /// The wait goes on after such an abort, so that its token has to be rescheduled.
  private static TrioInternalError abortedBy(RunMode mode, AbortFunction abort) {
    return Failures.thrown(
        TrioInternalError.class,
        () ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(n -> {
                      AtomicReference<WaitToken<String>> token = new AtomicReference<>();
                      n.startSoon(() -> {
                        token.set(WaitToken.create("a wait"));
                        token.get().parkAsking(abort);
                      });
                      Runs.settle();
                      n.cancel();
                      token.get().tryReschedule("over");
                    })));
  }

  @InEachMode
  @Tag("T057")
  void a_clock_that_fails_ends_the_run(RunMode mode) {
    RuntimeException error = Failures.value();

    Throwable thrown =
        catchThrowable(() ->
            Trio.run(
                Runs.realTime(mode).withClock(new BrokenClock(error)),
                () ->
                    Nursery.run(n -> {
                      n.startSoon(() -> Trio.sleep(seconds(2)));
                      n.startSoon(() -> Trio.sleep(seconds(1)));
                    })));

    assertThat(thrown).isInstanceOf(TrioInternalError.class);
    assertThat(thrown.getCause()).isSameAs(error);
  }

  /// Fails when the run, idle, asks it to jump.
  private record BrokenClock(RuntimeException error) implements Clock {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public long realNanosUntil(long deadlineNanos) {
      return Long.MAX_VALUE;
    }

    @Override
    public void attach(Runnable changed) {}

    @Override
    public void detach(Runnable changed) {}

    @Override
    public boolean idle(long nextDeadlineNanos) {
      throw error;
    }

    @Override
    public long idleCushionNanos() {
      return 0;
    }
  }

  @InEachMode
  @Tag("T059")
  void a_childs_nursery_used_after_its_end_fails_in_the_users_group(RunMode mode) {
    AtomicReference<Nursery> kept = new AtomicReference<>();

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(n -> {
                      n.startSoon(() -> Nursery.run(kept::set));
                      Runs.settle();
                      n.startSoon(() -> useClosed(kept.get()));
                    })));

    assertThat(group.errors()).hasSize(1);
    assertIsPlainRefusal(group.errors().getFirst());
  }

  @InEachMode
  @Tag("T060")
  void mains_own_nursery_used_after_its_end_fails_as_it_is(RunMode mode) {
    Throwable thrown = catchThrowable(() -> Runs.run(mode, () -> useClosed(Nursery.call(n -> n))));

    assertIsPlainRefusal(thrown);
  }

  @InEachMode
  @Tag("T061")
  void a_nursery_used_two_levels_below_fails_in_two_groups(RunMode mode) {
    AtomicReference<Nursery> kept = new AtomicReference<>();

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(outer -> {
                      outer.startSoon(() -> Nursery.run(kept::set));
                      Runs.settle();
                      outer.startSoon(
                          () -> Nursery.run(inner -> inner.startSoon(() -> useClosed(kept.get()))));
                    })));

    assertThat(group.errors()).hasSize(1).first().isInstanceOf(ExceptionGroup.class);
    ExceptionGroup inner = (ExceptionGroup) group.errors().getFirst();
    assertThat(inner.errors()).hasSize(1);
    assertIsPlainRefusal(inner.errors().getFirst());
  }

  private void useClosed(Nursery closed) {
    closed.startSoon(() -> trail.add("ran"));
  }

  private void assertIsPlainRefusal(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed")
        .hasNoCause()
        .hasNoSuppressedExceptions();
    assertThat(trail.steps()).isEmpty();
  }

  /// Stronger than the line: the clean-up ends before the run does, and what it throws is kept.
  @InEachMode
  @Tag("T062")
  void tasks_of_a_dying_run_are_cleaned_up(RunMode mode) {
    RuntimeException fatal = Failures.key();
    RuntimeException ofCleanup = Failures.value();

    TrioInternalError thrown =
        Failures.thrown(
            TrioInternalError.class,
            () ->
                Runs.run(
                    mode,
                    () ->
                        Nursery.run(n -> {
                          n.startSoon(() -> sleepThenCleanUp(ofCleanup));
                          Runs.settle();
                          SystemTasks.start(
                              "system",
                              () -> {
                                throw fatal;
                              });
                        })));

    assertThat(trail.steps()).containsExactly("cleaned up");
    assertThat(thrown.getCause()).isSameAs(fatal);
    assertThat(thrown.getSuppressed()).hasExactlyElementsOfTypes(ExceptionGroup.class);
    assertThat(((ExceptionGroup) thrown.getSuppressed()[0]).errors()).containsExactly(ofCleanup);
  }

  private void sleepThenCleanUp(RuntimeException error) {
    try {
      Trio.sleepForever();
    } catch (Cancelled _) { // becomes the error
      CancelScope.cleanup(
          seconds(5),
          () -> {
            Trio.sleep(seconds(1));
            trail.add("cleaned up");
          });
      throw error;
    }
  }
}
