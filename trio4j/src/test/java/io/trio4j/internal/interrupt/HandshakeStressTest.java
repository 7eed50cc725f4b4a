package io.trio4j.internal.interrupt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeStressTest {
  private static final int ROUNDS = Boolean.getBoolean("trio4j.night") ? 5_000_000 : 200_000;

  @Test
  void no_interrupt_reaches_a_task_outside_the_scope_it_was_sent_for() throws Exception {
    Rounds rounds = new Rounds(ROUNDS).play(_ -> new InterruptEngine());

    assertThat(rounds.leaks).hasValue(0);
    assertThat(rounds.interrupted).as("else it proves nothing").hasValueGreaterThan(ROUNDS / 1000);
  }

  @Test
  void a_delivery_without_a_second_look_is_found() throws Exception {
    Rounds rounds = new Rounds(ROUNDS).play(_ -> new Planted.NoSecondLook());

    assertThat(rounds.leaks).hasPositiveValue();
  }

  @Test
  void a_delivery_without_a_claim_is_found() throws Exception {
    Rounds rounds = new Rounds(ROUNDS).play(_ -> new Planted.NoClaim());

    assertThat(rounds.leaks).hasPositiveValue();
  }
}
