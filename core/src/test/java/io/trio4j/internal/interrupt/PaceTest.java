package io.trio4j.internal.interrupt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  @Test
  void looks_grow_from_a_millisecond_to_a_quarter_of_a_second() {
    long[] pauses =
        IntStream.of(0, 1, 2, 7, 8, 9, 1_000).mapToLong(Pace.STANDARD::lookNanos).toArray();

    assertThat(pauses)
        .containsExactly(
            MILLI, 2 * MILLI, 4 * MILLI, 128 * MILLI, 250 * MILLI, 250 * MILLI, 250 * MILLI);
    assertThat(Pace.STANDARD.growingLooks()).isEqualTo(8);
  }

  @Test
  void the_second_interrupt_comes_after_a_second_and_later_ones_more_and_more_seldom() {
    long[] pauses = IntStream.of(1, 2, 3, 7, 1_000).mapToLong(Pace.STANDARD::pauseNanos).toArray();

    assertThat(pauses).containsExactly(SECOND, 2 * SECOND, 4 * SECOND, 60 * SECOND, 60 * SECOND);
  }

  @Test
  void a_batch_is_looked_at_after_16_milliseconds() {
    assertThat(Pace.STANDARD.lookNanos(Pace.STANDARD.looksBeforeBatch())).isEqualTo(16 * MILLI);
  }
}
