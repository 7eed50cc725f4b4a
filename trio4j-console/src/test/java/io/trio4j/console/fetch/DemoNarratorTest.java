package io.trio4j.console.fetch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoNarratorTest {
  private final DemoNarrator narrator =
      new DemoNarrator(
          Stream.of(DemoEndpoint.values())
              .collect(Collectors.toMap(DemoEndpoint::name, Function.identity())));

  @Test
  void knows_the_picture_the_demo_should_give() {
    Map<DemoEndpoint, FetchResult> picture =
        Map.of(
            DemoEndpoint.FAST, result(DemoEndpoint.FAST, new Answered(200, 1), 1),
            DemoEndpoint.STEADY, result(DemoEndpoint.STEADY, new Answered(200, 1), 1),
            DemoEndpoint.MISSING, result(DemoEndpoint.MISSING, new Answered(404, 1), 1),
            DemoEndpoint.FLAKY, result(DemoEndpoint.FLAKY, new Answered(200, 1), 3),
            DemoEndpoint.DEAD, result(DemoEndpoint.DEAD, new Failed("refused", true), 3),
            DemoEndpoint.SLOW, result(DemoEndpoint.SLOW, new TimedOut(ofSeconds(1)), 1));

    assertThat(picture).hasSize(DemoEndpoint.values().length);
    assertThat(picture.values()).allMatch(narrator::isAsExpected);
  }

  @ParameterizedTest
  @EnumSource
  void takes_nothing_else_for_it(DemoEndpoint endpoint) {
    assertThat(
            Stream.of(
                    new Answered(500, 1), new CutOff("interrupted"), new NotStarted("interrupted"))
                .map(ending -> result(endpoint, ending, 1)))
        .noneMatch(narrator::isAsExpected);
    assertThat(result(endpoint, new Answered(200, 1), 2)).matches(r -> !narrator.isAsExpected(r));
    assertThat(result(endpoint, new TimedOut(ofSeconds(1)), 2))
        .matches(r -> !narrator.isAsExpected(r));
  }

  @ParameterizedTest
  @EnumSource
  void has_words_for_everything_that_can_happen(DemoEndpoint endpoint) {
    assertThat(
            Stream.of(
                    new Answered(200, 1),
                    new Answered(503, 1),
                    new Failed("broken", true),
                    new TimedOut(ofSeconds(1)),
                    new CutOff("interrupted"),
                    new NotStarted("interrupted"))
                .map(ending -> narrator.about(result(endpoint, ending, 1))))
        .noneMatch(String::isEmpty);
  }

  private static FetchResult result(DemoEndpoint endpoint, Ending ending, int attempts) {
    return new FetchResult(endpoint.name(), ending, ofMillis(1), attempts);
  }
}
