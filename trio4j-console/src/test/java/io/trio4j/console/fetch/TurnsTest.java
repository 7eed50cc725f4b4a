package io.trio4j.console.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.console.fetch.Batch.Entry;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {
  @Test
  void come_in_the_order_of_the_urls_while_there_is_room() {
    Turns turns = turns(9, "http://a/1", "http://b/1", "http://c/1");

    assertThat(List.of(next(turns), next(turns), next(turns)))
        .containsExactly("http://a/1", "http://b/1", "http://c/1");
    assertThat(turns.tryTake()).isEmpty();
  }

  @Test
  void go_to_the_host_with_the_fewest_under_way() {
    Turns turns = turns(9, "http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://b/2");

    assertThat(IntStream.range(0, 5).mapToObj(_ -> next(turns)))
        .containsExactly("http://a/1", "http://b/1", "http://a/2", "http://b/2", "http://a/3");
  }

  @Test
  void of_a_full_host_wait_for_a_place() {
    Turns turns = turns(1, "http://a/1", "http://a/2", "http://b/1");
    Entry first = turns.tryTake().orElseThrow();

    assertThat(next(turns)).isEqualTo("http://b/1");
    assertThat(turns.tryTake()).isEmpty();
    assertThat(turns.tryTakeAfter(first)).map(Entry::url).hasValue("http://a/2");
  }

  @Test
  void know_a_host_by_its_name_whatever_its_case_port_and_scheme() {
    Turns turns = turns(1, "http://example.org/", "https://EXAMPLE.org:8080/");
    Entry first = turns.tryTake().orElseThrow();

    assertThat(turns.tryTake()).isEmpty();
    assertThat(turns.tryTakeAfter(first)).isPresent();
  }

  @Test
  void come_for_what_is_no_url_too() {
    Turns turns = turns(1, "no url", "http://a/1", "");
    Entry first = turns.tryTake().orElseThrow();

    assertThat(first.url()).isEqualTo("no url");
    assertThat(next(turns)).isEqualTo("http://a/1");
    assertThat(turns.tryTakeAfter(first)).map(Entry::url).hasValue("");
  }

  @Test
  void of_no_urls_are_none() {
    assertThat(turns(1).tryTake()).isEmpty();
  }

  /// Tasks that end in any order, and those that get no turn end for good: all URLs are fetched all
  /// the same, with no place left empty that could be taken.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void come_for_all_and_leave_no_place_empty(long seed) {
    Random random = new Random(seed);
    int limit = 1 + random.nextInt(8);
    int perHost = 1 + random.nextInt(4);
    List<String> urls = new ArrayList<>();
    for (int i = random.nextInt(60); i > 0; i--) {
      urls.add("http://host" + random.nextInt(1 + random.nextInt(6)) + "/" + i);
    }
    Turns turns = turns(perHost, urls.toArray(String[]::new));

    List<String> waiting = new ArrayList<>(urls);
    List<Entry> underWay = new ArrayList<>();
    for (int task = 0; task < limit; task++) {
      turns.tryTake().ifPresent(entry -> take(entry, waiting, underWay));
    }
    assertNoPlaceIsEmpty(waiting, underWay, limit, perHost);
    while (!underWay.isEmpty()) {
      Entry done = underWay.remove(random.nextInt(underWay.size()));
      turns.tryTakeAfter(done).ifPresent(entry -> take(entry, waiting, underWay));
      assertNoPlaceIsEmpty(waiting, underWay, limit, perHost);
    }

    assertThat(waiting).isEmpty();
  }

  private static void take(Entry entry, List<String> waiting, List<Entry> underWay) {
    assertThat(waiting.remove(entry.url())).as("%s is taken once", entry.url()).isTrue();
    underWay.add(entry);
  }

  private static void assertNoPlaceIsEmpty(
      List<String> waiting, List<Entry> underWay, int limit, int perHost) {
    Map<String, Integer> byHost = new HashMap<>();
    underWay.forEach(entry -> byHost.merge(host(entry.url()), 1, Integer::sum));
    assertThat(byHost.values()).allMatch(count -> count <= perHost);
    if (underWay.size() < limit) {
      assertThat(waiting).allMatch(url -> byHost.getOrDefault(host(url), 0) == perHost);
    }
  }

  private static String host(String url) {
    return URI.create(url).getHost();
  }

  private static String next(Turns turns) {
    Optional<Entry> entry = turns.tryTake();
    return entry.orElseThrow().url();
  }

  private static Turns turns(int perHost, String... urls) {
    return new Turns(new Batch(List.of(urls)).entries(), perHost);
  }
}
