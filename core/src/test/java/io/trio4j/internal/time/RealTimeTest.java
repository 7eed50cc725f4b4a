package io.trio4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RealTimeTest {

  @Test
  void is_positive_and_never_goes_back() {
    TimeSource time = RealTime.instance();

    long before = time.now();

    assertThat(before).isPositive();
    for (int i = 0; i < 100_000; i++) {
      long now = time.now();
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
    }
  }

  @Test
  void has_one_timer_and_need_not_be_polled() {
    assertThat(RealTime.instance()).isSameAs(RealTime.instance());
    assertThat(RealTime.instance().timer()).isSameAs(RealTime.instance().timer());
    assertThat(RealTime.instance().polled()).isFalse();
    assertThat(RealTime.instance().toString()).matches("RealTime\\[WheelTimer\\[\\d+ pending]]");
  }
}
