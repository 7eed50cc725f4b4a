package io.trio4j.conformance.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.CancelSource;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.Instrument;
import org.junit.jupiter.api.Tag;

/// Interfaces users implement, with as little in them as possible.
class InterfacesTest {
  private static final class NoHooks implements Instrument {}

  /// A resource that only knows how to be closed.
  private record OnlyClose(Trail trail) implements AutoCloseable {
    @Override
    public void close() {
      trail.add("closed");
    }
  }

  @InEachMode
  @Tag("T613")
  void an_instrument_without_hooks_has_no_effect(RunMode mode) {
    String value =
        Trio.run(
            Runs.options(mode).withInstrument(new NoHooks()),
            () -> {
              Nursery.run(nursery -> nursery.startSoon(() -> Trio.sleep(Runs.seconds(1))));
              callEach(new NoHooks(), Task.current());
              return "unharmed";
            });

    assertThat(value).isEqualTo("unharmed");
  }

  private static void callEach(Instrument instrument, Task<?> task) {
    instrument.beforeRun();
    instrument.afterRun();
    instrument.taskStarted(task);
    instrument.taskScheduled(task);
    instrument.beforeTaskStep(task);
    instrument.afterTaskStep(task);
    instrument.taskExited(task);
    instrument.cancelSwallowed(
        task, new CancelReason(CancelSource.EXPLICIT, "", "", "", TrioTime.PAST));
  }

  @InEachMode
  @Tag("T614")
  void a_resource_is_closed_once_at_the_end_of_its_block(RunMode mode) {
    Trail trail = new Trail();
    Runs.run(
        mode,
        () -> {
          OnlyClose made = new OnlyClose(trail);
          try (OnlyClose resource = made) {
            assertThat(resource).isSameAs(made);
            Trio.checkpoint();
            trail.add("used");
          }
        });

    assertThat(trail.steps()).containsExactly("used", "closed");
  }

  @InEachMode
  @Tag("T614")
  void a_resource_is_closed_once_when_its_block_is_cancelled(RunMode mode) {
    Trail trail = new Trail();
    Runs.run(
        mode,
        () -> {
          CancelScope scope =
              CancelScope.run(it -> {
                try (OnlyClose resource = new OnlyClose(trail)) {
                  resource.trail().add("used");
                  it.cancel();
                  Trio.checkpoint();
                }
              });
          assertThat(scope.cancelledCaught()).isTrue();
        });

    assertThat(trail.steps()).containsExactly("used", "closed");
  }
}
