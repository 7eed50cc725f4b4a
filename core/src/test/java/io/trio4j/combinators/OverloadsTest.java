package io.trio4j.combinators;

import static io.trio4j.combinators.MapOptions.limit;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.ExceptionGroup;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Lambdas of every shape find their method, as users write them. That this compiles is half of the
/// test.
class OverloadsTest {
  private static final RunOptions TEST = RunOptions.deterministic(1);
  private static final Schedule TWICE = Schedule.constant(ofMillis(1)).upTo(2);

  private final List<String> log = new ArrayList<>();

  private String read() throws IOException {
    log.add("read");
    return "text";
  }

  private void write() throws IOException {
    log.add("written");
  }

  private String copy(String text) throws IOException {
    return text + text;
  }

  private void print(String text) throws IOException {
    log.add(text);
  }

  @Test
  void several_bodies() {
    Trio.run(
        TEST,
        () -> {
          List<String> texts = Tasks.all(() -> read(), () -> "literal");
          assertThat(texts).containsExactly("text", "literal");
          List<String> referred = Tasks.all(this::read, this::read);
          assertThat(referred).hasSize(2);
          Tasks.all(() -> write(), () -> write());
          Tasks.all(this::write);

          Callable<Integer> number = () -> 1;
          Callable<Double> fraction = () -> 0.5;
          List<Number> numbers = Tasks.all(number, fraction);
          assertThat(numbers).containsExactly(1, 0.5);
          List<Number> listed = Tasks.all(List.of(number, fraction));
          assertThat(listed).hasSize(2);
          assertThat(Tasks.<Number>race(Set.of(number))).isEqualTo(1);

          String first = Tasks.race(() -> read(), () -> Trio.run(() -> "nested"));
          assertThat(first).isIn("text", "nested");
          Tasks.race(() -> Trio.sleepForever(), () -> write());
          assertThat(Tasks.<String>any(this::read, () -> "literal")).isIn("text", "literal");
          assertThat(Tasks.allSettled(this::read, () -> 1)).hasSize(2);
        });
  }

  @Test
  void bodies_that_only_throw() {
    assertThatThrownBy(() ->
            Trio.run(
                TEST,
                () ->
                    Tasks.all(() -> {
                      throw new IOException("planted");
                    })))
        .isInstanceOf(ExceptionGroup.class);
    assertThatThrownBy(() ->
            Trio.run(
                TEST,
                () ->
                    Tasks.race(
                        () -> {
                          throw new IOException("planted");
                        },
                        () -> write())))
        .isInstanceOf(ExceptionGroup.class);
  }

  @Test
  void bodies_for_items() {
    Trio.run(
        TEST,
        () -> {
          List<String> copies = Tasks.map(List.of("a"), 2, this::copy);
          List<Integer> lengths = Tasks.map(Stream.of("a", "bb"), limit(2), String::length);
          List<Object> wider = Tasks.map(List.of("a").iterator(), limit(2), text -> copy(text));
          Tasks.map(List.of("a"), limit(2), this::copy, this::print);
          Tasks.map(Stream.of("a"), limit(2), text -> text, text -> print(text));
          Tasks.forEach(List.of("a"), 2, this::print);
          Tasks.forEach(List.of("a"), 2, text -> copy(text));
          Tasks.forEach(Stream.of("a"), limit(2), text -> print(text));

          assertThat(copies).containsExactly("aa");
          assertThat(lengths).containsExactly(1, 2);
          assertThat(wider).containsExactly("aa");
        });
    assertThat(log).containsExactly("aa", "a", "a", "a");
  }

  @Test
  void one_body_many_times() throws IOException {
    Trio.run(
        TEST,
        () -> {
          String text = Tasks.retry(TWICE, () -> read());
          assertThat(text).isEqualTo("text");
          Tasks.retry(TWICE, () -> write());
          Tasks.retry(TWICE, IOException.class::isInstance, this::write);
          String asked = Tasks.retry(TWICE, failure -> failure instanceof IOException, this::read);
          assertThat(asked).isEqualTo("text");
          String last = Tasks.repeat(TWICE, this::read);
          assertThat(last).isEqualTo("text");
          Tasks.repeat(TWICE, () -> write());
          int unchecked = Tasks.retry(TWICE, () -> 42);
          assertThat(unchecked).isEqualTo(42);
        });
    assertThat(log).hasSize(8);
  }
}
