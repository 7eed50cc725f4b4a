package io.trio4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.internal.time.TimeSource;
import io.trio4j.internal.time.Timer;
import io.trio4j.internal.time.TimerNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// When the look for deadlines is made, on a timer moved by hand.
class DeadlineLookTest {
  private final List<TimerNode> armed = new ArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final DeadlineScan scan = new DeadlineScan(new HandTime(), this::look);

  private void look() {
    looks.incrementAndGet();
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new OutOfMemoryError("planted");
    }
  }

  private void expireArmed() {
    armed.removeFirst().expire();
  }

  @Test
  void many_requests_are_one_look() {
    scan.request();
    scan.request();

    assertThat(armed).containsExactly(scan);
    expireArmed();
    assertThat(looks).hasValue(1);
    assertThat(armed).isEmpty();
  }

  @Test
  void a_request_after_a_look_makes_another() {
    scan.request();
    expireArmed();
    scan.request();

    expireArmed();
    assertThat(looks).hasValue(2);
  }

  @Test
  void a_look_that_fails_is_made_again() {
    failures.set(1);
    scan.request();

    assertThatThrownBy(this::expireArmed).isInstanceOf(OutOfMemoryError.class);
    assertThat(armed).containsExactly(scan);
    expireArmed();

    assertThat(looks).hasValue(2);
    assertThat(armed).isEmpty();
  }

  @Test
  void after_the_end_nothing_is_armed() {
    scan.request();
    scan.close();
    scan.request();

    assertThat(armed).isEmpty();
  }

  /// Time stands still; what is armed is listed.
  private final class HandTime implements TimeSource, Timer {
    @Override
    public long now() {
      return 0;
    }

    @Override
    public Timer timer() {
      return this;
    }

    @Override
    public boolean polled() {
      return false;
    }

    @Override
    public void arm(TimerNode node) {
      armed.add(node);
    }

    @Override
    public boolean disarm(TimerNode node) {
      return armed.remove(node);
    }
  }
}
