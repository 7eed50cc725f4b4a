package io.trio4j.conformance.utilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

/// Section 35: the one error of a group of one.
class SingleErrorTest {
  @InEachMode
  @Tag("T587")
  void one_error_comes_out_with_all_it_carries_whatever_was_cancelled_beside_it(RunMode mode) {
    IOException cause = new IOException("cause");
    RuntimeException error = new IllegalStateException("error", cause);
    error.addSuppressed(new IOException("suppressed"));

    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(n -> {
                      n.startSoon(() -> Trio.sleepForever());
                      n.startSoon(() -> Trio.sleepForever());
                      n.startSoon(() -> {
                        throw error;
                      });
                    })));

    assertThat(group.single()).isSameAs(error).hasCause(cause);
    assertThat(group.single().getSuppressed()).hasSize(1);
  }

  @InEachMode
  @Tag("T587")
  void only_one_layer_is_unwrapped(RunMode mode) {
    ExceptionGroup outer =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(_ ->
                        Nursery.run(_ -> {
                          throw Failures.value();
                        }))));

    assertThat(outer.single())
        .isInstanceOfSatisfying(
            ExceptionGroup.class,
            inner -> assertThat(inner.single()).isInstanceOf(IllegalArgumentException.class));
  }

  @InEachMode
  @Tag("T588")
  void several_errors_are_an_error_whose_cause_is_the_group(RunMode mode) {
    ExceptionGroup group =
        Failures.group(() ->
            Runs.run(
                mode,
                () ->
                    Nursery.run(
                        "crawl",
                        n -> {
                          n.startSoon(() -> {
                            throw Failures.value();
                          });
                          throw Failures.key();
                        })));

    assertThatThrownBy(() -> group.single())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("multiple errors where one was expected: crawl: 2 ")
        .hasMessageEndingWith(". Handle the group, it is the cause of this.")
        .hasCause(group);
  }

  @InEachMode
  @Tag("T590")
  void a_nursery_whose_tasks_were_cancelled_throws_one_of_the_cancels_and_no_group(RunMode mode) {
    Runs.run(
        mode,
        () ->
            CancelScope.run(scope -> {
              Throwable thrown =
                  catchThrowable(() ->
                      Nursery.run(n -> {
                        n.startSoon(() -> Trio.sleepForever());
                        n.startSoon(() -> Trio.sleepForever());
                        scope.cancel("enough");
                      }));

              assertThat(thrown).isInstanceOf(Cancelled.class);
              assertThat(((Cancelled) thrown).reason().text()).isEqualTo("enough");
              throw (Cancelled) thrown;
            }));
  }
}
