package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.testing.TraceInstrument;
import io.trio4j.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `@TrioTest` beside other templates, lifecycles and extensions, for [TemplateTest]. The name is
/// none that test runners look for.
class TemplateCases {
  // written by one test after the other
  static final List<String> SEEN = new ArrayList<>();

  private int ofThisInstance;

  @BeforeEach
  void before() {
    ofThisInstance++;
  }

  @TrioTest
  @RepeatedTest(3)
  void is_repeated(RepetitionInfo repetition, Nursery nursery, VirtualClock clock) {
    Trio.sleep(Duration.ofHours(1));
    assertThat(clock.elapsed()).isEqualTo(Duration.ofHours(1));
    for (int i = 0; i < 6; i++) {
      String name = "" + i;
      nursery.startSoon(name, () -> SEEN.add(repetition.getCurrentRepetition() + ":" + name));
    }
  }

  @TrioTest(modes = RunMode.COOPERATIVE)
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void has_parameters(int value, RunMode mode) {
    SEEN.add(Task.current().path() + " " + value + " " + mode + " " + ofThisInstance);
  }

  @TrioTest(seeds = 2)
  @RepeatedTest(2)
  void is_multiplied_twice() {}

  @TrioTest
  @Test
  void is_a_test_twice() {}

  static Stream<Integer> none() {
    return Stream.of();
  }

  @TrioTest
  @MethodSource("none")
  void has_no_arguments(int value) {
    throw new AssertionError("run with " + value);
  }

  @TrioTest
  @MethodSource("no_such_method")
  void has_a_source_that_fails(int value) {
    throw new AssertionError("run with " + value);
  }

  @TrioTest(timeoutSeconds = 3600)
  void hangs() {
    Trio.sleepForever();
  }

  /// One object for all tests.
  @TestInstance(Lifecycle.PER_CLASS)
  static class OneInstance {
    private final List<Integer> values = new ArrayList<>();

    Stream<Integer> numbers() {
      return Stream.of(1, 2, 3);
    }

    @TrioFixture
    void size(TestBody<Integer> test) throws Exception {
      test.run(values.size());
    }

    @TrioTest
    @MethodSource("numbers")
    void sees_what_the_one_before_left(int value, Integer sizeBefore) {
      assertThat(sizeBefore).isEqualTo(value - 1);
      values.add(value);
    }
  }

  /// With assertions that are collected.
  @ExtendWith(SoftAssertionsExtension.class)
  static class Soft {
    @InjectSoftAssertions private SoftAssertions softly;

    @TrioTest
    void fails_softly_twice(Nursery nursery) {
      softly.assertThat(1).isEqualTo(2);
      nursery.startSoon(() -> softly.assertThat("a").isEqualTo("b"));
    }

    @TrioTest
    void fails_softly_in_a_parameter(SoftAssertions mine) {
      mine.assertThat(3).isEqualTo(4);
    }

    @TrioTest
    void fails_softly_in_a_child() {
      Nursery.run(nursery ->
          nursery.startSoon(() ->
              SoftAssertions.assertSoftly(all -> {
                all.assertThat(1).isEqualTo(2);
                all.assertThat(2).isEqualTo(3);
              })));
    }

    @TrioTest
    void passes_softly() {
      softly.assertThat(TraceInstrument.create().steps()).isEmpty();
    }
  }
}
