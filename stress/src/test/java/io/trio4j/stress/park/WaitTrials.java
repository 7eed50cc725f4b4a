package io.trio4j.stress.park;

import io.trio4j.Cancelled;
import io.trio4j.internal.cancel.CancelTree;
import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.Abort;
import io.trio4j.stress.primitive.LoneTask;
import io.trio4j.stress.primitive.Trial;

/// Who ends a wait: situations in which several try. The first thread is the task that waits.
public final class WaitTrials {
  private static final String STOPPED = "stopped";

  private WaitTrials() {}

  abstract static class OneWait extends Trial {
    final CancelTree tree = new CancelTree();
    final LoneTask task = new LoneTask(tree, null, 1);
    final Wait<String> wait = Wait.of(task, "one");
    volatile int undone;
    volatile int asked;
    volatile boolean won;
    volatile boolean wonToo;
    volatile String outcome = "";

    @Override
    protected void first() {
      task.onThisThread();
      try {
        outcome = park();
      } catch (Cancelled stopped) {
        outcome = STOPPED;
      }
    }

    String park() {
      try {
        return wait.park(() -> undone++);
      } catch (Cancelled stopped) {
        ensure(undone == 1, "the task goes on before its wait was undone");
        throw stopped;
      }
    }

    final Abort answer(Abort answer) {
      asked++;
      return answer;
    }

    final void cancel() {
      tree.cancel(task, LoneTask.reason("now"));
    }

    /// `rescheduled` ended the wait, or a cancel did, and never both.
    final void ensureOneWinner(boolean rescheduled, String value) {
      String expected = rescheduled ? value : STOPPED;
      ensure(outcome.equals(expected), "told " + rescheduled + ", got " + outcome);
      ensure(undone == (rescheduled ? 0 : 1), "undone " + undone + " times");
      ensure(!wait.tryReschedule("late") && !wait.tryClaim(), "not spent");
    }
  }

  /// A value and a cancel.
  public static class RescheduleAgainstCancel extends OneWait {
    @Override
    protected void second() {
      won = wait.tryReschedule("v");
    }

    @Override
    protected void third() {
      cancel();
    }

    @Override
    protected void check() {
      ensureOneWinner(won, "v");
    }
  }

  /// Two values.
  public static class TwoReschedule extends OneWait {
    @Override
    protected void second() {
      won = wait.tryReschedule("a");
    }

    @Override
    protected void third() {
      wonToo = wait.tryReschedule("b");
    }

    @Override
    protected void check() {
      ensure(won != wonToo, "winners: " + won + ", " + wonToo);
      ensureOneWinner(true, won ? "a" : "b");
    }
  }

  /// A task that waits twice in a cancelled place, and gets a value the first time: one of the two
  /// waits ends with the cancel.
  public static class CancelOfTheFirstOrTheSecond extends OneWait {
    @Override
    String park() {
      won = super.park().equals("v");
      Wait.of(task, "two").park(() -> {});
      throw new AssertionError("woken by nobody");
    }

    @Override
    protected void second() {
      wonToo = wait.tryReschedule("v");
    }

    @Override
    protected void third() {
      cancel();
    }

    @Override
    protected void check() {
      ensure(won == wonToo, "told " + wonToo + ", got " + won);
      ensure(outcome.equals(STOPPED), outcome);
    }
  }

  /// A claim that ends in a value, and a cancel.
  public static class CompleteAgainstCancel extends OneWait {
    @Override
    protected void second() {
      won = wait.tryClaim();
      if (won) {
        wait.complete("v");
      }
    }

    @Override
    protected void third() {
      cancel();
    }

    @Override
    protected void check() {
      ensureOneWinner(won, "v");
    }
  }

  /// A claim that is given back, and a cancel, which must not be lost over it.
  public static class UnclaimAgainstCancel extends OneWait {
    @Override
    protected void second() {
      if (wait.tryClaim()) {
        wait.unclaim();
      }
    }

    @Override
    protected void third() {
      cancel();
    }

    @Override
    protected void check() {
      ensureOneWinner(false, "");
    }
  }

  /// Two brokers that want the same two waits, named the other way round.
  public static class CrossedBrokers extends OneWait {
    final Wait<String> partner = Wait.of(new LoneTask(tree, null, 2), "partner");

    @Override
    protected void second() {
      won = meet(wait, partner, "a");
    }

    @Override
    protected void third() {
      wonToo = meet(partner, wait, "b");
    }

    private static boolean meet(Wait<String> one, Wait<String> two, String value) {
      if (one.tryClaimBoth(two)) {
        one.complete(value);
        two.complete(value);
        return true;
      }
      return false;
    }

    @Override
    protected void check() {
      ensure(won != wonToo, "met: " + won + ", " + wonToo);
      ensure(!partner.isWaiting(), "half a meeting");
      ensureOneWinner(true, won ? "a" : "b");
    }
  }

  /// Somebody who wants two waits, of which one may end before: both or none.
  public static class BrokerAgainstReschedule extends OneWait {
    final Wait<String> partner = Wait.of(new LoneTask(tree, null, 2), "partner");

    @Override
    protected void second() {
      if (partner.tryClaimBoth(wait)) {
        won = true;
        wait.complete("a");
        partner.complete("a");
      }
    }

    @Override
    protected void third() {
      wonToo = wait.tryReschedule("b");
    }

    @Override
    protected void check() {
      ensure(won != wonToo, "winners: " + won + ", " + wonToo);
      ensure(partner.isWaiting() == wonToo, "half a meeting");
      ensureOneWinner(true, won ? "a" : "b");
    }
  }

  /// An abort function that agrees, and a value.
  public static class RescheduleAgainstConsent extends RescheduleAgainstCancel {
    @Override
    String park() {
      return wait.parkAsking(_ -> answer(Abort.SUCCEEDED));
    }

    @Override
    protected void check() {
      ensure(outcome.equals(won ? "v" : STOPPED), "told " + won + ", got " + outcome);
      ensure(asked <= 1, "asked " + asked + " times");
    }
  }

  /// An abort function that refuses: only the value can end the wait.
  public static class RescheduleAgainstRefusal extends RescheduleAgainstCancel {
    @Override
    String park() {
      return wait.parkAsking(_ -> answer(Abort.FAILED));
    }

    @Override
    protected void third() {
      cancel();
      CancelTree ofTask = tree;
      ofTask.change(task, deliveries -> ofTask.refreshLocked(task, deliveries)); // once more
    }

    @Override
    protected void check() {
      ensure(won && outcome.equals("v"), "told " + won + ", got " + outcome);
      ensure(asked <= 1, "asked " + asked + " times");
    }
  }

  /// A shielded wait, which a cancel must leave alone.
  public static class ShieldedWait extends RescheduleAgainstCancel {
    @Override
    String park() {
      return wait.parkShielded();
    }

    @Override
    protected void check() {
      ensure(won && outcome.equals("v"), "told " + won + ", got " + outcome);
    }
  }
}
