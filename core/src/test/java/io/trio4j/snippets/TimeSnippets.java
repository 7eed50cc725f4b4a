package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeSnippets {
  @Test
  void time() {
    // @start region="time"
    Duration left =
        Trio.run(
            RunOptions.deterministic(1),
            () -> {
              TrioTime deadline = Trio.currentTime().plus(Duration.ofSeconds(10));
              return CancelScope.failAt(
                  deadline,
                  () -> {
                    Trio.sleep(Duration.ofSeconds(4));
                    return Trio.currentTime().until(CancelScope.currentEffectiveDeadline());
                  });
            });
    // @end
    assertThat(left).isEqualTo(Duration.ofSeconds(6));
  }
}
