package io.trio4j.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TouchesTest {
  private final Touches touches = new Touches(true);
  private final Object one = new Object();
  private final Object other = new Object();

  private Touches.Used turn(Object... shared) {
    for (Object object : shared) {
      touches.add(object);
    }
    return touches.take();
  }

  @Test
  void turns_with_nothing_in_common_commute() {
    assertThat(turn(one).commutesWith(turn(other))).isTrue();
    assertThat(turn().commutesWith(turn(one, other))).isTrue();
  }

  @Test
  void turns_that_use_the_same_do_not() {
    assertThat(turn(one).commutesWith(turn(other, one))).isFalse();
  }

  @Test
  void a_turn_that_may_have_used_everything_commutes_with_none() {
    touches.all();
    Touches.Used everything = turn();

    assertThat(everything.commutesWith(turn())).isFalse();
    assertThat(turn().commutesWith(everything)).isFalse();
    assertThat(turn().commutesWith(turn())).isTrue(); // that was for one turn
  }

  @Test
  void of_a_test_that_promises_nothing_each_turn_may_have_used_everything() {
    Touches unknown = new Touches(false);
    unknown.add(one);

    assertThat(unknown.take().commutesWith(turn(other))).isFalse();
  }
}
