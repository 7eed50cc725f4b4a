package io.trio4j;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionalFormTest {
  @Test
  @SuppressWarnings("NullAway") // it is about a caller without such a check
  void says_what_to_do_if_its_body_returns_null() {
    assertThatThrownBy(() ->
            Trio.run(() -> CancelScope.moveOnAfterOptional(Duration.ofSeconds(1), () -> null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("returned null, which an …Optional form can't return.")
        .hasMessageContaining("…OrElse");
  }
}
