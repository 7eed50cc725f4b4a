package io.trio4j.console.fetch;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Invalid;
import io.trio4j.console.fetch.Ending.NotStarted;
import io.trio4j.console.fetch.Ending.TimedOut;
import io.trio4j.console.fetch.Step.Asked;
import io.trio4j.console.fetch.Step.Ended;
import io.trio4j.console.fetch.Step.Pausing;
import io.trio4j.console.fetch.Step.Replied;
import io.trio4j.console.fetch.Step.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// On a virtual clock that begins at zero, so that every time below is exact.
class FetcherTest {
  private static final String A = "http://a/";
  private static final String B = "http://b/";
  private static final String C = "http://c/";
  private static final Answered OK = new Answered(200, 10);

  private final FakeNetwork network = new FakeNetwork();
  private final RecordingReport report = new RecordingReport();

  // The tests change what they are about.
  private int limit = 20;
  private int perHost = 20;
  private Duration timeout = ofSeconds(10);
  private Optional<Duration> totalTimeout = Optional.empty();
  private int retries = 2;
  private boolean failFast;
  private Duration grace = ofSeconds(3);

  @Nested
  class Many_urls {
    @Test
    void are_fetched_at_once_and_heard_of_as_they_come() {
      network.answers(A, ofSeconds(3), 200).answers(B, ofSeconds(1), 200);

      List<FetchResult> results = fetch(A, B);

      assertThat(results)
          .containsExactly(
              new FetchResult(A, OK, ofSeconds(3), 1), new FetchResult(B, OK, ofSeconds(1), 1));
      assertThat(report.results()).extracting(FetchResult::url).containsExactly(B, A);
    }

    @Test
    void keep_to_the_limit() {
      limit = 2;
      network
          .answers(A, ofSeconds(2), 200)
          .answers(B, ofSeconds(3), 200)
          .answers(C, ofSeconds(1), 200)
          .answers(C, ofSeconds(1), 200);

      fetch(A, B, C, C);

      assertThat(network.mostUnderWay()).isEqualTo(2);
      assertThat(network.requests())
          .containsExactlyInAnyOrder("0 " + A, "0 " + B, "2000 " + C, "3000 " + C);
    }

    @Test
    void may_be_none() {
      assertThat(fetch()).isEmpty();
    }
  }

  @Nested
  class Many_hosts {
    private static final String SLOW = "http://slow/";

    @Test
    void share_the_places_so_that_a_slow_one_does_not_hold_them_all() {
      limit = 4;
      List<String> urls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        urls.add(SLOW);
        network.answers(SLOW, ofSeconds(8), 200);
      }
      for (int i = 0; i < 20; i++) {
        urls.add(A);
        network.answers(A, ofSeconds(1), 200);
      }

      fetch(urls.toArray(String[]::new));

      // Two of the four places each: twenty seconds of work are done in ten, sixteen in the
      // meantime and with the places that get free then.
      assertThat(network.requests())
          .filteredOn(request -> request.endsWith(A))
          .endsWith("9000 " + A, "9000 " + A)
          .hasSize(20);
      assertThat(network.requests())
          .filteredOn(request -> request.endsWith(SLOW))
          .containsExactly(
              "0 " + SLOW,
              "0 " + SLOW,
              "8000 " + SLOW,
              "8000 " + SLOW,
              "10000 " + SLOW,
              "10000 " + SLOW,
              "16000 " + SLOW,
              "16000 " + SLOW);
    }

    @Test
    void keep_to_the_limit_of_each() {
      perHost = 1;
      network
          .answers(A, ofSeconds(2), 200)
          .answers(A, ofSeconds(2), 200)
          .answers(A, ofSeconds(2), 200)
          .answers(B, ofSeconds(3), 200);

      fetch(A, A, A, B);

      assertThat(network.requests())
          .containsExactlyInAnyOrder("0 " + A, "0 " + B, "2000 " + A, "4000 " + A);
    }

    @ParameterizedTest
    @EnumSource
    void keep_to_the_limit_of_each_in_every_mode(RunMode mode) {
      limit = 8;
      perHost = 2;
      List<String> urls = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        urls.add("http://host" + i % 7 % 5 + "/" + i);
      }
      Map<String, Integer> underWay = new ConcurrentHashMap<>();
      Queue<String> tooMany = new ConcurrentLinkedQueue<>();
      Exchange exchange =
          uri -> {
            if (underWay.merge(uri.getHost(), 1, Integer::sum) > perHost) {
              tooMany.add(uri.toString());
            }
            Trio.checkpoint();
            underWay.merge(uri.getHost(), -1, Integer::sum);
            return OK;
          };
      Batch batch = new Batch(urls);

      Trio.run(
          RunOptions.defaults().withMode(mode),
          () -> new Fetcher(exchange, options(), new NoReport()).fetchAll(batch));

      assertThat(tooMany).isEmpty();
      assertThat(batch.results()).hasSize(300).allMatch(result -> result.ending().isFetched());
    }

    @Test
    void count_a_pause_before_a_retry_as_under_way() {
      perHost = 1;
      network.answers(A, ZERO, 503).answers(A, ZERO, 200).answers(A, ZERO, 404);

      assertThat(fetch(A, A))
          .containsExactly(
              new FetchResult(A, OK, ofMillis(100), 2),
              new FetchResult(A, new Answered(404, 10), ZERO, 1));
    }

    @Test
    void of_which_one_is_full_end_by_the_time_out_for_all_as_others_do() {
      perHost = 1;
      totalTimeout = Optional.of(ofSeconds(1));
      network.answers(A, ofSeconds(5), 200);

      assertThat(fetch(A, A))
          .extracting(FetchResult::ending)
          .hasExactlyElementsOfTypes(CutOff.class, NotStarted.class);
    }
  }

  @Nested
  class Each_step {
    @Test
    void is_told_in_its_order() {
      network.answers(A, ZERO, 503).answers(A, ZERO, 200);

      FetchResult result = fetch(A).getFirst();

      assertThat(report.steps())
          .containsExactly(
              new Taken(0, A),
              new Asked(0),
              new Replied(0, new Answered(503, 10)),
              new Pausing(0, ofMillis(100)),
              new Asked(0),
              new Replied(0, OK),
              new Ended(0, result));
    }

    @Test
    void is_left_out_where_a_cancel_came_between() {
      limit = 1;
      totalTimeout = Optional.of(ofSeconds(1));
      network.answers(A, ofSeconds(5), 200);

      List<FetchResult> results = fetch(A, A);

      assertThat(report.steps())
          .containsExactly(
              new Taken(0, A),
              new Asked(0),
              new Ended(0, results.get(0)),
              new Ended(1, results.get(1)));
    }
  }

  @Nested
  class A_retry {
    @Test
    void comes_after_pauses_that_grow() {
      network.answers(A, ZERO, 503).breaks(A, ofMillis(10)).answers(A, ofMillis(5), 200);

      List<FetchResult> results = fetch(A);

      assertThat(results).containsExactly(new FetchResult(A, OK, ofMillis(315), 3));
      assertThat(network.requests()).containsExactly("0 " + A, "100 " + A, "310 " + A);
    }

    @Test
    void is_made_for_too_many_requests() {
      network.answers(A, ZERO, 429).answers(A, ZERO, 200);

      assertThat(fetch(A)).extracting(FetchResult::ending).containsExactly(OK);
    }

    @Test
    void is_not_made_for_other_answers_below_500_nor_for_failures_that_stay() {
      network.answers(A, ZERO, 404).answers(B, ZERO, 304).refuses(C, ZERO);

      assertThat(fetch(A, B, C))
          .extracting(FetchResult::ending)
          .containsExactly(
              new Answered(404, 10),
              new Answered(304, 10),
              new Failed("SSLHandshakeException: no", false));
    }

    @Test
    void is_made_so_often_and_then_the_last_answer_counts() {
      network.answers(A, ZERO, 500).answers(A, ZERO, 502).answers(A, ZERO, 503);

      assertThat(fetch(A))
          .containsExactly(new FetchResult(A, new Answered(503, 10), ofMillis(300), 3));
    }

    @Test
    void is_never_made_if_there_are_none() {
      retries = 0;
      network.breaks(A, ZERO);

      assertThat(fetch(A)).extracting(FetchResult::attempts).containsExactly(1);
    }

    @Test
    void is_not_made_if_its_pause_would_outlast_the_time_out() {
      timeout = ofMillis(150);
      network.answers(A, ZERO, 503).answers(A, ZERO, 503);

      assertThat(fetch(A))
          .containsExactly(new FetchResult(A, new Answered(503, 10), ofMillis(100), 2));
    }
  }

  @Nested
  class A_time_out {
    @Test
    void ends_one_url_and_not_the_others() {
      timeout = ofSeconds(1);
      network.answers(A, ofSeconds(5), 200).answers(B, ofMillis(900), 200);

      assertThat(fetch(A, B))
          .containsExactly(
              new FetchResult(A, new TimedOut(ofSeconds(1)), ofSeconds(1), 1),
              new FetchResult(B, OK, ofMillis(900), 1));
    }

    @Test
    void covers_all_attempts() {
      timeout = ofSeconds(1);
      network.breaks(A, ofMillis(600)).answers(A, ofMillis(600), 200);

      assertThat(fetch(A))
          .containsExactly(new FetchResult(A, new TimedOut(ofSeconds(1)), ofSeconds(1), 2));
    }

    @Test
    void for_all_cuts_off_and_leaves_the_rest() {
      limit = 2;
      totalTimeout = Optional.of(ofSeconds(2));
      network.answers(A, ofSeconds(1), 200).answers(B, ofSeconds(5), 200).breaks(C, ofSeconds(5));

      String why = "the time-out for all, 2.0 s, has passed";
      assertThat(fetch(A, B, C, A))
          .containsExactly(
              new FetchResult(A, OK, ofSeconds(1), 1),
              new FetchResult(B, new CutOff(why), ofSeconds(2), 1),
              new FetchResult(C, new CutOff(why), ofSeconds(1), 1),
              new FetchResult(A, new NotStarted(why), ZERO, 0));
      assertThat(report.results()).hasSize(4);
    }
  }

  @Nested
  class A_url_that_can_not_be_fetched {
    @Test
    void stops_nothing_by_default() {
      network.answers(A, ZERO, 404).answers(C, ofSeconds(1), 200);

      assertThat(fetch(A, "no url", C))
          .extracting(FetchResult::ending)
          .containsExactly(new Answered(404, 10), new Invalid("Illegal character in path"), OK);
    }

    @Test
    void stops_all_others_if_that_is_asked_for() {
      limit = 2;
      failFast = true;
      network.answers(A, ofSeconds(1), 404).answers(B, ofSeconds(9), 200);

      String why = "--fail-fast: " + A + " could not be fetched";
      assertThat(fetch(A, B, C))
          .containsExactly(
              new FetchResult(A, new Answered(404, 10), ofSeconds(1), 1),
              new FetchResult(B, new CutOff(why), ofSeconds(1), 1),
              new FetchResult(C, new NotStarted(why), ZERO, 0));
    }
  }

  @Nested
  class A_graceful_shutdown {
    @Test
    void starts_nothing_new_and_lets_those_under_way_end() {
      limit = 1;
      network.answers(A, ofSeconds(2), 200);

      List<FetchResult> results = fetchAndShutDownAfter(ofSeconds(1), A, B);

      assertThat(results)
          .containsExactly(
              new FetchResult(A, OK, ofSeconds(2), 1),
              new FetchResult(B, new NotStarted("interrupted"), ZERO, 0));
      assertThat(report.graces()).containsExactly(ofSeconds(3));
    }

    @Test
    void cuts_off_what_is_under_way_when_the_grace_is_over() {
      network.answers(A, ofSeconds(60), 200);
      timeout = ofSeconds(60);

      assertThat(fetchAndShutDownAfter(ofSeconds(1), A))
          .containsExactly(new FetchResult(A, new CutOff("interrupted"), ofSeconds(4), 1));
    }

    @Test
    void makes_no_more_attempts_and_does_not_wait_for_their_pause() {
      network.answers(A, ofMillis(950), 503);

      assertThat(fetchAndShutDownAfter(ofSeconds(1), A))
          .containsExactly(new FetchResult(A, new Answered(503, 10), ofSeconds(1), 1));
    }

    @Test
    void that_comes_twice_changes_nothing() {
      network.answers(A, ofSeconds(3), 200);

      List<FetchResult> results =
          fetchBeside(
              program -> {
                Trio.sleep(ofSeconds(1));
                program.cancelGracefully(ofSeconds(10));
                program.cancelGracefully(ofSeconds(10));
              },
              A);

      assertThat(results).containsExactly(new FetchResult(A, OK, ofSeconds(3), 1));
      assertThat(report.graces()).containsExactly(ofSeconds(3));
    }
  }

  @Nested
  class A_hard_cancel {
    @Test
    void goes_through_and_leaves_a_result_for_every_url() {
      limit = 1;
      network.answers(A, ofSeconds(9), 200);
      Batch batch = new Batch(List.of(A, B));

      CancelScope scope =
          Trio.run(
              RunOptions.deterministic(1),
              () -> CancelScope.moveOnAfter(ofSeconds(1), () -> fetcher().fetchAll(batch)));

      assertThat(scope.cancelledCaught()).isTrue();
      assertThat(batch.results())
          .containsExactly(
              new FetchResult(A, new CutOff("interrupted"), ofSeconds(1), 1),
              new FetchResult(B, new NotStarted("interrupted"), ZERO, 0));
      assertThat(report.results()).hasSize(2);
    }
  }

  private List<FetchResult> fetch(String... urls) {
    return fetchBeside(_ -> {}, urls);
  }

  private List<FetchResult> fetchAndShutDownAfter(Duration delay, String... urls) {
    return fetchBeside(
        program -> {
          Trio.sleep(delay);
          program.cancelGracefully(ofSeconds(10));
        },
        urls);
  }

  /// Fetches in a scope that stands for the program, which `other` may cancel meanwhile.
  private List<FetchResult> fetchBeside(Other other, String... urls) {
    Batch batch = new Batch(List.of(urls));
    Trio.run(
        RunOptions.deterministic(1),
        () ->
            CancelScope.run(program ->
                Nursery.run(nursery -> {
                  nursery.startSoon("other", () -> other.run(program));
                  fetcher().fetchAll(batch);
                })));
    return batch.results();
  }

  private Fetcher fetcher() {
    return new Fetcher(network, options(), report);
  }

  private FetchOptions options() {
    RetrySchedule schedule = new RetrySchedule(retries, ofMillis(200), () -> 0);
    return new FetchOptions(limit, perHost, timeout, totalTimeout, schedule, failFast, grace);
  }

  /// For runs in which tasks run at the same time.
  private static final class NoReport implements Report {
    @Override
    public void step(Step step) {}

    @Override
    public void remark(String line) {}

    @Override
    public void windingDown(Duration grace) {}

    @Override
    public void end(List<FetchResult> results, Summary summary) {}
  }

  private interface Other {
    void run(CancelScope program);
  }
}
