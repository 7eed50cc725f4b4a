package io.trio4j.console.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {
  @Test
  void are_shared_by_tracks_of_which_one_begins_when_the_other_has_ended() {
    Track a = track("a", 0, 10);
    Track b = track("b", 0, 5);
    Track c = track("c", 5, 8);
    Track d = track("d", 9, 12);

    assertThat(Lanes.pack(List.of(d, c, a, b))).containsExactly(List.of(a), List.of(b, c, d));
  }

  @Test
  void leave_out_what_was_not_begun() {
    Track begun = track("a", 0, 1);

    assertThat(Lanes.pack(List.of(new Track("b", "not started", List.of()), begun)))
        .containsExactly(List.of(begun));
  }

  @Test
  void are_folded_into_no_more_than_asked_for_and_none_is_lost() {
    List<List<Track>> lanes = new ArrayList<>();
    IntStream.range(0, 401).forEach(i -> lanes.add(List.of(track("t" + i, 0, 1))));

    List<List<Track>> folded = Lanes.fold(lanes, 200);

    assertThat(folded).hasSize(134).allMatch(lane -> lane.size() <= 3);
    assertThat(folded.stream().flatMap(List::stream)).hasSize(401).doesNotHaveDuplicates();
  }

  private static Track track(String name, long from, long to) {
    return new Track(name, "", List.of(new Span(Kind.FETCHED, from, to, name)));
  }
}
