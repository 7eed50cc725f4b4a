package io.trio4j.conformance.system;

import static io.trio4j.conformance.harness.Runs.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunCancelledException;
import io.trio4j.RunMode;
import io.trio4j.TaskInterruptedException;
import io.trio4j.Trio;
import io.trio4j.TrioInternalError;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.SystemTasks;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// Section 2: a system task's failure is the cause of the internal error, in no group: there is no
/// nursery of the library's own around it.
class SystemTaskTest {
  private final Trail trail = new Trail();

  @InEachMode
  @Tag("T051")
  void a_system_task_gets_its_argument(RunMode mode) {
    String argument = "argument";
    Runs.run(
        mode,
        () -> {
          SystemTasks.start("system", () -> trail.add("got " + argument));
          Runs.settle();
          trail.add("main ends");
        });

    assertThat(trail.steps()).containsExactly("got argument", "main ends");
  }

  @InEachMode
  @Tag("T051")
  void an_interrupt_of_the_run_spares_system_tasks_until_main_has_ended(RunMode mode) {
    Thread caller = Thread.currentThread();

    RunCancelledException thrown =
        Failures.thrown(
            RunCancelledException.class,
            () ->
                Runs.run(
                    mode,
                    () -> {
                      SystemTasks.start("system", () -> sleepForever("system"));
                      Runs.settle();
                      try {
                        caller.interrupt();
                        sleepForever("main");
                      } finally {
                        CancelScope.shielded(() -> Trio.sleep(seconds(1)));
                        trail.add("main ends");
                      }
                    }));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown.reason().source()).isEqualTo(CancelSource.INTERRUPT);
    assertThat(trail.steps()).containsExactly("main INTERRUPT", "main ends", "system RUN");
  }

  @InEachMode
  @Tag("T052")
  void a_failing_system_task_ends_the_run(RunMode mode) {
    RuntimeException error = Failures.key();

    TrioInternalError thrown =
        crash(
            mode,
            () -> {
              SystemTasks.start(
                  "system",
                  () -> {
                    throw error;
                  });
              sleepForever("main");
            });

    assertThat(trail.steps()).containsExactly("main RUN");
    assertThat(thrown.getCause()).isSameAs(error);
    assertThat(thrown).hasNoSuppressedExceptions();
  }

  @InEachMode
  @Tag("T053")
  void the_group_of_a_system_tasks_nursery_is_the_cause(RunMode mode) {
    RuntimeException one = Failures.key();
    RuntimeException other = Failures.value();

    TrioInternalError thrown =
        crash(
            mode,
            () -> {
              SystemTasks.start(
                  "system",
                  () ->
                      Nursery.run(n -> {
                        n.startSoon(() -> fail(one));
                        n.startSoon(() -> fail(other));
                      }));
              Trio.sleepForever();
            });

    assertThat(thrown.getCause()).isInstanceOf(ExceptionGroup.class);
    assertThat(((ExceptionGroup) thrown.getCause()).errors()).containsExactlyInAnyOrder(one, other);
  }

  @InEachMode
  @Tag("T054")
  void cancelleds_are_not_in_the_cause(RunMode mode) {
    RuntimeException error = Failures.value();

    TrioInternalError thrown =
        crash(
            mode,
            () -> {
              SystemTasks.start(
                  "system",
                  () ->
                      Nursery.run(n -> {
                        n.startSoon(() -> sleepForever("sibling"));
                        n.startSoon(() -> failWhenCancelled(error));
                      }));
              Runs.settle();
              trail.add("main ends");
            });

    assertThat(trail.steps()).hasSize(2).first().isEqualTo("main ends");
    assertThat(trail.steps().getLast()).startsWith("sibling "); // RUN, or its sibling was quicker
    assertThat(thrown.getCause()).isInstanceOf(ExceptionGroup.class);
    assertThat(((ExceptionGroup) thrown.getCause()).errors()).containsExactly(error);
  }

  private static void failWhenCancelled(RuntimeException error) {
    try {
      Trio.sleepForever();
    } catch (Cancelled _) { // becomes the error
      throw error;
    }
  }

  @InEachMode
  @Tag("T055")
  void an_interrupt_thrown_by_a_system_task_ends_the_run(RunMode mode) {
    InterruptedException error = new InterruptedException("thrown by hand");

    TrioInternalError thrown =
        crash(
            mode,
            () -> {
              SystemTasks.start(
                  "system",
                  () -> {
                    throw error;
                  });
              Trio.sleepForever();
            });

    assertThat(thrown.getCause()).isSameAs(error);
  }

  @InEachMode
  @Tag("T055")
  void an_interrupt_of_a_system_tasks_thread_ends_the_run(RunMode mode) {
    AtomicReference<Thread> thread = new AtomicReference<>();

    TrioInternalError thrown =
        crash(
            mode,
            () -> {
              SystemTasks.start(
                  "system",
                  () -> {
                    thread.set(Thread.currentThread());
                    Trio.sleepForever();
                  });
              Runs.settle();
              thread.get().interrupt();
              Trio.sleepForever();
            });

    assertThat(thrown.getCause()).isInstanceOf(TaskInterruptedException.class);
  }

  private static TrioInternalError crash(RunMode mode, io.trio4j.Action<?> body) {
    return Failures.thrown(TrioInternalError.class, () -> Runs.run(mode, body));
  }

  private static void fail(RuntimeException error) {
    throw error;
  }

  private void sleepForever(String name) {
    try {
      Trio.sleepForever();
    } catch (Cancelled cancelled) {
      trail.add(name + " " + cancelled.reason().source());
      throw cancelled;
    }
  }
}
