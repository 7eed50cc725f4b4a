package io.trio4j.conformance.scopes;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/// Mistakes that Trio finds at run time and that can't be written here.
class WhatCannotBeWrittenTest {
  @InEachMode
  @Tag("T090")
  void a_shield_is_raised_and_lowered_by_calls_without_an_argument(RunMode mode)
      throws NoSuchMethodException {
    Method shield = CancelScope.class.getMethod("shield");
    Method unshield = CancelScope.class.getMethod("unshield");
    assertThat(shield.getParameterCount()).isZero();
    assertThat(unshield.getParameterCount()).isZero();

    Runs.run(
        mode,
        () ->
            CancelScope.run(scope -> {
              scope.unshield();
              assertThat(scope.isShielded()).isFalse();
              scope.shield();
              scope.shield();
              assertThat(scope.isShielded()).isTrue();
              scope.unshield();
              assertThat(scope.isShielded()).isFalse();
            }));
  }

  @InEachMode
  @Tag("T109")
  void a_scope_cannot_be_closed_by_a_call(RunMode mode) {
    assertThat(AutoCloseable.class.isAssignableFrom(CancelScope.class)).isFalse();
    assertThat(Arrays.stream(CancelScope.class.getMethods()).map(Method::getName))
        .doesNotContain("close", "exit", "leave", "end");

    Runs.run(mode, () -> assertThat(CancelScope.run(_ -> {})).asString().contains("exited"));
  }

  @InEachMode
  @Tag("T110")
  void a_scope_is_left_after_all_tasks_in_the_scopes_inside_it(RunMode mode) {
    Trail trail = new Trail();
    Runs.run(
        mode,
        () -> {
          CancelScope.run(_ ->
              CancelScope.run(_ ->
                  Nursery.run(nursery -> {
                    nursery.startSoon(() ->
                        CancelScope.run(_ -> {
                          Trio.sleep(Runs.seconds(1));
                          trail.add("task has ended");
                        }));
                    trail.add("body has ended");
                  })));
          trail.add("scope was left");
        });

    assertThat(trail.steps())
        .containsExactlyInAnyOrder("body has ended", "task has ended", "scope was left")
        .endsWith("task has ended", "scope was left");
  }
}
