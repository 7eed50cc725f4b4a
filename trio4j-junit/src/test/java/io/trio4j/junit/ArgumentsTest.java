package io.trio4j.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.testing.VirtualClock;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// Parameter sources beside `@TrioTest`.
class ArgumentsTest {
  @TrioTest(
      modes = {RunMode.PARALLEL, RunMode.COOPERATIVE},
      seeds = 2)
  @ValueSource(ints = {0, 7})
  void each_value_meets_each_mode_and_seed(int value, RunMode mode, TestInfo info) {
    assertThat(value).isIn(0, 7);
    assertThat(info.getDisplayName())
        .matches("\\[" + value + "] " + mode.name().toLowerCase(Locale.ROOT) + ", seed [12]");
  }

  @TrioTest
  @CsvSource({"PT1H, HOURS, 1", "PT2M, MINUTES, 2"})
  void texts_are_converted(Duration duration, TimeUnit unit, long amount, VirtualClock clock) {
    Trio.sleep(duration);

    assertThat(clock.elapsed()).isEqualTo(Duration.of(amount, unit.toChronoUnit()));
  }

  static Stream<Arguments> pairs() {
    return Stream.of(arguments("one", List.of(1)), argumentSet("named", "two", List.of(2)));
  }

  @TrioTest
  @MethodSource("pairs")
  void a_method_gives_arguments(String text, List<Integer> numbers, TestInfo info) {
    assertThat(numbers).hasSize(1);
    assertThat(info.getDisplayName())
        .isEqualTo(
            text.equals("one")
                ? "[one, [1]] deterministic, seed 1"
                : "[named] deterministic, seed 1");
  }

  @TrioTest
  @EnumSource
  void the_type_of_the_parameter_tells_the_constants(TimeUnit unit, Nursery nursery) {
    assertThat(TimeUnit.values()).contains(unit);
    assertThat(nursery.isClosed()).isFalse();
  }

  @TrioTest
  @NullAndEmptySource
  @ValueSource(strings = "text")
  void several_sources_follow_each_other(@Nullable String text) {
    assertThat(text == null ? "" : text).isIn("", "text");
  }

  @TrioTest
  @ValueSource(ints = 1)
  @ValueSource(ints = 2)
  void a_source_can_be_repeated(int value) {
    assertThat(value).isBetween(1, 2);
  }

  /// A composed source.
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ValueSource(ints = {0, 1, 100})
  @interface Capacities {}

  @TrioTest
  @Capacities
  void a_source_can_be_composed(int capacity) {
    assertThat(capacity).isIn(0, 1, 100);
  }

  /// A source of the test's own.
  static final class Primes implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      assertThat(parameters.getAll()).hasSize(1);
      assertThat(parameters.get(0).orElseThrow().getParameterType()).isEqualTo(int.class);
      assertThat(parameters.getSourceElementDescription()).contains("a_provider_gives_arguments");
      return Stream.of(arguments(2), arguments(3), arguments(5));
    }
  }

  @TrioTest
  @ArgumentsSource(Primes.class)
  void a_provider_gives_arguments(int prime) {
    assertThat(prime % 2 == 1 || prime == 2).isTrue();
  }

  @Nested
  class In_a_nested_class {
    @TrioTest
    @ValueSource(longs = 3)
    void they_work_too(long value) {
      assertThat(value).isEqualTo(3);
    }
  }
}
