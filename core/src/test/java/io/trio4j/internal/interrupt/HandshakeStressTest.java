package io.trio4j.internal.interrupt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HandshakeStressTest {
  private static final int ROUNDS = Boolean.getBoolean("trio4j.night") ? 5_000_000 : 200_000;

  private static final int ACTION_ROUNDS = ROUNDS / 4;

  @Nested
  class Interrupts {
    @Test
    void reach_a_task_in_the_scope_they_were_sent_for_or_not_at_all() throws Exception {
      Rounds rounds = new InterruptRounds(ROUNDS).play(_ -> new InterruptEngine());

      assertThat(rounds.leaks).hasValue(0);
      assertThat(rounds.delivered).as("else it proves nothing").hasValueGreaterThan(ROUNDS / 1000);
    }

    @Test
    void sent_without_a_second_look_are_found() throws Exception {
      Rounds rounds = new InterruptRounds(ROUNDS).play(_ -> new Planted.NoSecondLook());

      assertThat(rounds.leaks).hasPositiveValue();
    }

    @Test
    void sent_without_a_claim_are_found() throws Exception {
      Rounds rounds = new InterruptRounds(ROUNDS).play(_ -> new Planted.NoClaim());

      assertThat(rounds.leaks).hasPositiveValue();
    }
  }

  @Nested
  class Actions {
    @Test
    void run_while_the_task_is_in_the_cancelled_scope_or_not_at_all() throws Exception {
      Rounds rounds = new ActionRounds(ACTION_ROUNDS).play(_ -> new InterruptEngine());

      assertThat(rounds.leaks).hasValue(0);
      assertThat(rounds.delivered).as("else it proves nothing").hasValueGreaterThan(ROUNDS / 1000);
    }

    @Test
    void run_without_a_claim_are_found() throws Exception {
      Rounds rounds = new ActionRounds(ACTION_ROUNDS).play(_ -> new Planted.UnclaimedActions());

      assertThat(rounds.leaks).hasPositiveValue();
    }
  }
}
