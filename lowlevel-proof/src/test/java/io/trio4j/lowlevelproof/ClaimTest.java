package io.trio4j.lowlevelproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.WaitToken;
import io.trio4j.testing.Testing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What the primitives here need of claims, on bare tokens.
class ClaimTest {
  private static Task<Integer> waiter(Nursery nursery, List<WaitToken<Integer>> tokens) {
    return nursery.startSoon(() -> {
      WaitToken<Integer> token = WaitToken.create("a number");
      tokens.add(token);
      return token.park(() -> {});
    });
  }

  @Test
  void a_wait_that_was_claimed_and_given_back_can_end_in_any_way() {
    Trio.run(
        Mode.DETERMINISTIC.options(),
        () ->
            Nursery.run(nursery -> {
              List<WaitToken<Integer>> tokens = new ArrayList<>();
              Task<Integer> first = waiter(nursery, tokens);
              Task<Integer> second = waiter(nursery, tokens);
              Testing.waitAllTasksBlocked();
              for (WaitToken<Integer> token : tokens) {
                assertThat(token.tryClaim()).isTrue();
                assertThat(token.isWaiting()).isTrue();
                token.unclaim();
              }
              assertThat(tokens.get(0).tryReschedule(1)).isTrue();
              tokens.get(1).task().cancel();
              Testing.waitAllTasksBlocked();

              assertThat(List.of(first, second)).allMatch(Task::isDone);
              for (WaitToken<Integer> token : tokens) {
                assertThat(token.tryClaim()).isFalse();
                assertThat(token.tryReschedule(2)).isFalse();
                assertThat(token.isWaiting()).isFalse();
                assertThatThrownBy(() -> token.complete(3))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is not claimed");
                assertThatThrownBy(token::unclaim).isInstanceOf(IllegalStateException.class);
              }
            }));
  }

  @Test
  void of_two_a_claim_takes_both_or_none() {
    Trio.run(
        Mode.DETERMINISTIC.options(),
        () ->
            Nursery.run(nursery -> {
              List<WaitToken<Integer>> tokens = new ArrayList<>();
              waiter(nursery, tokens);
              waiter(nursery, tokens);
              waiter(nursery, tokens);
              Testing.waitAllTasksBlocked();
              WaitToken<Integer> living = tokens.get(0);
              WaitToken<Integer> other = tokens.get(1);
              WaitToken<Integer> spent = tokens.get(2);
              spent.tryReschedule(0);

              assertThat(living.tryClaimBoth(spent)).isFalse();
              assertThat(spent.tryClaimBoth(living)).isFalse();
              assertThat(living.tryClaimBoth(living)).isFalse();
              assertThat(living.tryClaimBoth(other)).isTrue();
              living.complete(1);
              other.complete(2);
            }));
  }

  /// Brokers on all cores that pair whoever waits, in any order, while the waits are cancelled.
  @Test
  void brokers_that_cross_neither_block_nor_pair_anybody_twice() {
    int rounds = Mode.rounds(300);
    AtomicInteger paired = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    Trio.run(
        RunOptions.defaults(),
        () -> {
          for (int round = 0; round < rounds; round++) {
            pairAll(paired, ended);
          }
        });
    assertThat(paired).as("else it proves nothing").hasPositiveValue();
    assertThat(ended.get()).isEqualTo(2 * paired.get());
  }

  private static void pairAll(AtomicInteger paired, AtomicInteger ended) {
    Nursery.run(nursery -> {
      List<WaitToken<Integer>> tokens = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        WaitToken<WaitToken<Integer>> made = WaitToken.create("the token of a task");
        nursery.startSoon(() -> awaitPartner(made, ended));
        tokens.add(made.park(() -> {}));
      }
      nursery.startSoon(() -> pair(tokens, paired));
      nursery.startSoon(() -> pair(tokens.reversed(), paired));
      nursery.startSoon(() -> tokens.get(1).task().cancel());
      nursery.startSoon(() -> pair(tokens, paired)).join();
      nursery.scope().cancel();
    });
  }

  private static void awaitPartner(WaitToken<WaitToken<Integer>> made, AtomicInteger ended) {
    WaitToken<Integer> token = WaitToken.create("a partner");
    made.tryReschedule(token);
    token.park(() -> {});
    ended.incrementAndGet();
  }

  private static void pair(List<WaitToken<Integer>> tokens, AtomicInteger paired) {
    for (WaitToken<Integer> one : tokens) {
      for (WaitToken<Integer> other : tokens) {
        if (one.tryClaimBoth(other)) {
          paired.incrementAndGet();
          one.complete(0);
          other.complete(0);
        }
      }
    }
  }
}
