package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.testing.Exploration;
import io.trio4j.testing.Explorer;
import io.trio4j.testing.ExplorerOptions;
import io.trio4j.testing.FailedScheduleError;
import io.trio4j.testing.Strategy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExplorerSnippets {
  // What the snippets test: looks, waits, acts
  private static final class Account {
    private int balance;

    Account(int balance) {
      this.balance = balance;
    }

    void withdraw(int amount) {
      if (balance >= amount) {
        Trio.checkpoint(); // asks somebody
        balance -= amount;
      }
    }

    int balance() {
      return balance;
    }
  }

  private static void twoWithdraw() {
    Account account = new Account(100);
    Nursery.run(nursery -> {
      nursery.startSoon(() -> account.withdraw(80));
      nursery.startSoon(() -> account.withdraw(80));
    });
    assertThat(account.balance()).isNotNegative();
  }

  @Test
  void a_test_is_tried_under_many_schedules() {
    // @start region="explore"
    Exploration tried =
        Explorer.explore(() -> {
          Account account = new Account(100); // afresh for each schedule
          Nursery.run(nursery -> {
            nursery.startSoon(() -> account.withdraw(80));
            nursery.startSoon(() -> account.withdraw(10));
          });
          assertThat(account.balance()).isNotNegative();
        });

    assertThat(tried.scheduleCount()).isEqualTo(1_000);
    // @end
  }

  @Test
  void a_failure_tells_how_to_see_it_again() {
    // @start region="failure"
    FailedScheduleError failure =
        catchThrowableOfType(
            FailedScheduleError.class, () -> Explorer.explore(ExplorerSnippets::twoWithdraw));

    System.out.println(failure.getMessage()); // the failure, the schedule, each turn, the tasks
    FailedScheduleError again =
        catchThrowableOfType(
            FailedScheduleError.class,
            () -> Explorer.replay(failure.schedule(), ExplorerSnippets::twoWithdraw));
    assertThat(again.kind()).isEqualTo(FailedScheduleError.Kind.FAILED);
    // @end
  }

  @Test
  void options_say_how_much() {
    // @start region="options"
    ExplorerOptions options =
        ExplorerOptions.defaults()
            .withSchedules(200)
            .withSeed(17)
            .withGrace(Duration.ofMillis(100)); // no thread outside takes part

    assertThat(Explorer.explore(options, Trio::checkpoint).scheduleCount()).isEqualTo(200);
    // @end
  }

  @Test
  void a_strategy_says_which() {
    // @start region="strategy"
    ExplorerOptions options = ExplorerOptions.defaults().withStrategy(Strategy.pct(3));

    assertThat(Explorer.explore(options, Trio::checkpoint).strategy())
        .isEqualTo(new Strategy.Pct(3));
    // @end
  }

  @Test
  void small_tests_are_gone_through_completely() {
    // @start region="exhaustive"
    ExplorerOptions all = ExplorerOptions.defaults().withStrategy(Strategy.exhaustive());

    Exploration tried =
        Explorer.explore(
            all,
            () ->
                Nursery.run(nursery -> {
                  nursery.startSoon(Trio::checkpoint);
                  nursery.startSoon(Trio::checkpoint);
                }));

    assertThat(tried.complete()).isTrue(); // there is no other schedule
    // @end
  }
}
