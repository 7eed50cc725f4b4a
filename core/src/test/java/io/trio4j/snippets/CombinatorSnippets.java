package io.trio4j.snippets;

import static io.trio4j.combinators.MapOptions.limit;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.combinators.ItemAction;
import io.trio4j.combinators.ItemCall;
import io.trio4j.combinators.Jitter;
import io.trio4j.combinators.MapOptions;
import io.trio4j.combinators.MissedTicks;
import io.trio4j.combinators.Progress;
import io.trio4j.combinators.ProgressMeter;
import io.trio4j.combinators.Rate;
import io.trio4j.combinators.Schedule;
import io.trio4j.combinators.Tasks;
import io.trio4j.combinators.Ticks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class CombinatorSnippets {
  private static final RunOptions TEST = RunOptions.deterministic(1);

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  /** Takes as many seconds as the name has letters. */
  private static String fetch(String name) throws IOException {
    Trio.sleep(ofSeconds(name.length()));
    if (name.contains("!")) {
      throw new IOException("no such page: " + name);
    }
    return "page " + name;
  }

  private static Duration timed(Runnable body) {
    return Trio.run(
        TEST,
        () -> {
          var begin = Trio.currentTime();
          body.run();
          return begin.until(Trio.currentTime());
        });
  }

  @Test
  void all() {
    // @start region="all"
    List<String> pages =
        Trio.run(
            TEST, () -> Tasks.all(() -> fetch("home"), () -> fetch("news"), () -> fetch("me")));
    // @end
    assertThat(pages).containsExactly("page home", "page news", "page me");
  }

  @Test
  void settled() {
    // @start region="settled"
    List<Outcome<String>> outcomes =
        Trio.run(TEST, () -> Tasks.allSettled(() -> fetch("home"), () -> fetch("hom!")));
    for (Outcome<String> outcome : outcomes) {
      switch (outcome) {
        case Outcome.Success<String>(String page) -> log.add(page);
        case Outcome.Failure<String>(Throwable error) -> log.add(error.getMessage());
        case Outcome.Stopped<String>(var reason) -> log.add(reason.text());
      }
    }
    // @end
    assertThat(log).containsExactly("page home", "no such page: hom!");
  }

  @Test
  void race() {
    // @start region="race"
    Trio.run(
        TEST,
        () ->
            Tasks.race(
                () -> Tasks.every(ofSeconds(1), () -> log.add("tick")),
                () -> Trio.sleep(ofMillis(2500)))); // whichever ends first ends both
    // @end
    assertThat(log).containsExactly("tick", "tick", "tick");
  }

  private record Connection(String host) {
    static Connection to(String host) {
      Trio.sleep(ofSeconds(1));
      return new Connection(host);
    }

    void close() {}
  }

  @Test
  void unused() {
    // @start region="unused"
    List<Callable<Connection>> mirrors =
        List.of(() -> Connection.to("near"), () -> Connection.to("far"));
    Connection fastest = Trio.run(TEST, () -> Tasks.any(mirrors, Connection::close));
    // @end
    assertThat(fastest.host()).isIn("near", "far");
  }

  @Test
  void any() {
    // @start region="any"
    String page = Trio.run(TEST, () -> Tasks.any(() -> fetch("!"), () -> fetch("mirror")));
    // @end
    assertThat(page).isEqualTo("page mirror");
  }

  @Test
  void hedge() {
    // @start region="hedge"
    String page = Trio.run(TEST, () -> Tasks.hedge(ofMillis(100), 3, () -> fetch("home")));
    // @end
    assertThat(page).isEqualTo("page home");
  }

  @Test
  void as_completed() {
    List<Callable<String>> bodies =
        List.of(() -> fetch("long"), () -> fetch("mid"), () -> fetch("s"));
    // @start region="asCompleted"
    Trio.run(
        TEST,
        () ->
            CancelScope.run(scope ->
                Tasks.asCompleted(
                    bodies,
                    page -> {
                      log.add(page);
                      if (log.size() == 2) {
                        scope.cancel("two are enough");
                      }
                    })));
    // @end
    assertThat(log).containsExactly("page s", "page mid");
  }

  @Test
  void map() {
    List<String> names = List.of("home", "news", "me");
    // @start region="map"
    List<String> pages = Trio.run(TEST, () -> Tasks.map(names, 2, name -> fetch(name)));
    // @end
    assertThat(pages).containsExactly("page home", "page news", "page me");
  }

  @Test
  void map_into() {
    // @start region="mapInto"
    Trio.run(
        TEST,
        () ->
            Tasks.map(
                List.of("home", "news", "me").stream(),
                limit(3).unordered(),
                CombinatorSnippets::fetch,
                page -> log.add(page))); // in this task, one at a time
    // @end
    assertThat(log).startsWith("page me").hasSize(3);
  }

  @Test
  void bodies_for_items() {
    // @start region="itemCall"
    ItemCall<String, String> fetch =
        name -> CancelScope.failAfter(ofSeconds(30), () -> fetch(name));
    List<String> pages = Trio.run(TEST, () -> Tasks.map(List.of("home", "me"), limit(2), fetch));
    // @end
    assertThat(pages).containsExactly("page home", "page me");

    // @start region="itemAction"
    ItemAction<String> visit = name -> log.add(fetch(name));
    Trio.run(TEST, () -> Tasks.forEach(List.of("home", "me"), limit(1), visit));
    // @end
    assertThat(log).containsExactly("page home", "page me");
  }

  @Test
  void options() {
    ProgressMeter meter = ProgressMeter.create();
    // @start region="options"
    MapOptions politely =
        limit(8)
            .unordered()
            .withRate(Rate.of(10, ofSeconds(1)))
            .withProgress(meter)
            .withName("crawl");
    List<String> pages =
        Trio.run(TEST, () -> Tasks.map(List.of("home", "me"), politely, name -> fetch(name)));
    // @end
    assertThat(pages).containsExactly("page me", "page home");
    assertThat(meter.progress().done()).isEqualTo(2);
  }

  @Test
  void rate() {
    // @start region="rate"
    Rate tenPerSecond = Rate.of(10, ofSeconds(1)).withBurst(3);
    Duration took =
        timed(() ->
            Tasks.forEach(
                List.of(1, 2, 3, 4, 5),
                limit(5).withRate(tenPerSecond),
                n -> log.add("item " + n)));
    // @end
    assertThat(took).isEqualTo(ofMillis(200)); // three at once, then two more
    assertThat(log).hasSize(5);
  }

  @Test
  void progress() {
    // @start region="progress"
    ProgressMeter meter = ProgressMeter.create();
    Trio.run(
        TEST,
        () ->
            Tasks.race(
                () ->
                    Tasks.forEach(
                        List.of("a", "bb", "ccc", "dddd"),
                        limit(1).withProgress(meter),
                        n -> fetch(n)),
                () ->
                    Tasks.every(
                        Ticks.fixedRate(ofSeconds(4)).withInitialDelay(ofSeconds(4)),
                        () -> {
                          Progress now = meter.progress(); // from any thread, at any time
                          log.add(now.toString());
                        })));
    // @end
    assertThat(log)
        .containsExactly(
            "2 of 4 done, 1 running, 2 left in about 3 s",
            "3 of 4 done, 1 running, 1 left in about 2 s");
  }

  @Test
  void retry() {
    // @start region="retry"
    Schedule schedule =
        Schedule.exponential(ofMillis(100), 2, ofSeconds(5)).withJitter(Jitter.full()).upTo(4);

    assertThatThrownBy(() ->
            Trio.run(
                TEST,
                () ->
                    Tasks.retry(
                        schedule,
                        failure -> failure instanceof IOException,
                        () -> CancelScope.failAfter(ofSeconds(3), () -> fetch("!")))))
        .isInstanceOf(IOException.class) // the last failure, the other three are suppressed in it
        .satisfies(last -> assertThat(last.getSuppressed()).hasSize(3));
    // @end
  }

  @Test
  void repeat() {
    // @start region="repeat"
    Duration took =
        timed(() -> Tasks.repeat(Schedule.constant(ofMinutes(1)).upTo(3), () -> log.add("looked")));
    // @end
    assertThat(log).hasSize(3);
    assertThat(took).isEqualTo(ofMinutes(2));
  }

  @Test
  void schedule() {
    // @start region="schedule"
    Schedule quickThenPatient =
        Schedule.constant(ofMillis(50))
            .upTo(3)
            .andThen(Schedule.exponential(ofSeconds(1), 2, ofMinutes(1)))
            .atMost(ofMinutes(5));
    // @end
    assertThat(quickThenPatient)
        .hasToString(
            "Schedule[every PT0.05S, up to 3 attempts,"
                + " then from PT1S times 2.0 to PT1M, at most PT5M]");
  }

  @Test
  void jitter() {
    // @start region="jitter"
    Schedule aboutOnceAMinute =
        Schedule.constant(ofMinutes(1)).withJitter(Jitter.proportional(0.1)).upTo(2);
    Duration took = timed(() -> Tasks.repeat(aboutOnceAMinute, () -> log.add("looked")));
    // @end
    assertThat(took).isBetween(ofSeconds(54), ofSeconds(66));
  }

  @Test
  void every() {
    // @start region="every"
    Trio.run(
        TEST,
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() ->
                  Tasks.every(
                      Ticks.fixedDelay(ofSeconds(10)),
                      () -> {
                        log.add("clean-up begins");
                        Trio.sleep(ofSeconds(5));
                        log.add("clean-up ends");
                      }));
              Trio.sleep(ofSeconds(18)); // in the second round
              nursery.cancelGracefully(ofMinutes(1)); // which comes to its end
            }));
    // @end
    assertThat(log).hasSize(4);
  }

  @Test
  void ticks() {
    // @start region="ticks"
    Ticks onTheMinute = Ticks.fixedRate(ofMinutes(1)).withInitialDelay(ofMinutes(1));
    Ticks restBetween = Ticks.fixedDelay(ofMinutes(1));
    // @end
    assertThat(onTheMinute.missed()).contains(MissedTicks.SKIP);
    assertThat(restBetween.missed()).isEmpty();
  }

  @Test
  void missed() {
    // @start region="missed"
    Ticks all = Ticks.fixedRate(ofSeconds(1)).onMissed(MissedTicks.CATCH_UP);
    Trio.run(
        TEST,
        () ->
            CancelScope.moveOnAfter(
                ofMillis(3500),
                () ->
                    Tasks.every(
                        all,
                        () -> {
                          log.add(Trio.currentTime().toString());
                          if (log.size() == 1) {
                            Trio.sleep(ofMillis(2500));
                          }
                        })));
    // @end
    assertThat(log).hasSize(4).endsWith("t+PT2.5S", "t+PT2.5S", "t+PT3S");
  }
}
