package io.trio4j.conformance.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.Action;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunHandle;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// A nursery always throws a group, also for one error: there is no setting that changes it.
class StrictGroupsTest {
  @InEachMode
  @Tag("T147")
  void one_error_is_wrapped_by_every_form_of_nursery(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          assertWrapsOne(() -> Nursery.run(nursery -> nursery.startSoon(() -> fail())));
          assertWrapsOne(() -> Nursery.run("named", nursery -> nursery.startSoon(() -> fail())));
          assertWrapsOne(() -> Nursery.call(nursery -> nursery.startSoon(() -> fail())));
          assertWrapsOne(() -> Nursery.call("named", nursery -> nursery.startSoon(() -> fail())));
          assertWrapsOne(() -> Nursery.run(_ -> fail()));
        });
  }

  @InEachMode
  @Tag("T147")
  void one_error_is_wrapped_by_the_nursery_of_an_open_run(RunMode mode) {
    assertWrapsOne(() -> {
      try (RunHandle run = Trio.start(Runs.options(mode))) {
        run.startSoon(() -> fail());
        run.join();
      }
    });
  }

  private static void assertWrapsOne(Action<? extends Throwable> body) {
    ExceptionGroup group = catchThrowableOfType(ExceptionGroup.class, body::run);
    assertThat(group.errors()).singleElement().isInstanceOf(IllegalArgumentException.class);
  }

  private static void fail() {
    throw new IllegalArgumentException("one error");
  }

  @InEachMode
  @Tag("T149")
  void a_nested_nursery_contributes_a_group_of_its_own_without_what_was_cancelled(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          ExceptionGroup outer =
              catchThrowableOfType(
                  ExceptionGroup.class,
                  () ->
                      Nursery.run(out -> {
                        out.startSoon(() -> Trio.sleepForever());
                        Nursery.run(in -> {
                          in.startSoon(() -> Trio.sleepForever());
                          in.startSoon(() -> Trio.sleepForever());
                          in.startSoon(() -> fail());
                        });
                      }));

          assertThat(outer.errors())
              .singleElement()
              .isInstanceOfSatisfying(
                  ExceptionGroup.class,
                  inner ->
                      assertThat(inner.errors())
                          .singleElement()
                          .isInstanceOf(IllegalArgumentException.class));
        });
  }

  @InEachMode
  @Tag("T150")
  void there_is_no_setting_for_anything_else(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          List<String> settings =
              Arrays.stream(RunOptions.class.getRecordComponents())
                  .map(RecordComponent::getName)
                  .toList();
          assertThat(settings)
              .containsExactlyInAnyOrder(
                  "mode",
                  "seed",
                  "clock",
                  "name",
                  "instruments",
                  "inherited",
                  "carriers",
                  "startSites",
                  "serviceLimit");

          List<Method> openers =
              Arrays.stream(Nursery.class.getMethods())
                  .filter(method -> List.of("run", "call").contains(method.getName()))
                  .toList();
          assertThat(openers).hasSize(4);
          assertThat(openers)
              .allMatch(method ->
                  Arrays.stream(method.getParameterTypes())
                      .noneMatch(type -> type == boolean.class || type.isEnum()));
        });
  }
}
