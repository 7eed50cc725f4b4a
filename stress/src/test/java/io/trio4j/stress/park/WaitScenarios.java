package io.trio4j.stress.park;

import static io.trio4j.stress.lincheck.Actors.ensure;

import io.trio4j.Cancelled;
import io.trio4j.internal.cancel.CancelTree;
import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.Abort;
import io.trio4j.lowlevel.AbortFunction;
import io.trio4j.stress.lincheck.Actors;
import io.trio4j.stress.lincheck.LoneTask;

/// Who ends a wait: situations in which several try.
public final class WaitScenarios {
  private static final String STOPPED = "stopped";

  static CancelTree tree;
  static LoneTask task;
  static LoneTask other;
  static Wait<String> wait;
  static Wait<String> later;
  static volatile int undone;
  static volatile int asked;
  static volatile boolean won;
  static volatile boolean wonToo;
  static volatile String outcome;

  private WaitScenarios() {}

  private static void begin() {
    tree = new CancelTree();
    task = new LoneTask(tree, null, 1);
    other = new LoneTask(tree, null, 2);
    wait = Wait.of(task, "one");
    later = Wait.of(task, "two");
    undone = 0;
    asked = 0;
    won = false;
    wonToo = false;
    outcome = "";
  }

  private static void cancel() {
    tree.cancel(task, LoneTask.reason("now"));
  }

  private static void park() {
    task.onThisThread();
    try {
      outcome = wait.park(() -> undone++);
    } catch (Cancelled stopped) {
      ensure(undone == 1, "the task goes on before its wait was undone");
      outcome = STOPPED;
    }
  }

  private static void parkAsking(AbortFunction function) {
    task.onThisThread();
    try {
      outcome = wait.parkAsking(function);
    } catch (Cancelled stopped) {
      outcome = STOPPED;
    }
  }

  /// `rescheduled` ended the wait, or a cancel did, and never both.
  private static void ensureOneWinner(boolean rescheduled, String value) {
    ensure(
        outcome.equals(rescheduled ? value : STOPPED), "told " + rescheduled + ", got " + outcome);
    ensure(undone == (rescheduled ? 0 : 1), "undone " + undone + " times");
    ensure(!wait.tryReschedule("late") && !wait.tryClaim(), "not spent");
  }

  /// A value and a cancel.
  public static class RescheduleAgainstCancel implements Runnable {
    @Override
    public void run() {
      begin();
      Actors.run(WaitScenarios::park, () -> won = wait.tryReschedule("v"), WaitScenarios::cancel);
      ensureOneWinner(won, "v");
    }
  }

  /// Two values.
  public static class TwoReschedule implements Runnable {
    @Override
    public void run() {
      begin();
      Actors.run(
          WaitScenarios::park,
          () -> won = wait.tryReschedule("a"),
          () -> wonToo = wait.tryReschedule("b"));
      ensure(won != wonToo, "winners: " + won + ", " + wonToo);
      ensureOneWinner(true, won ? "a" : "b");
    }
  }

  /// A task that waits twice in a cancelled place, and gets a value the first time: one of the two
  /// waits ends with the cancel.
  public static class CancelOfTheFirstOrTheSecond implements Runnable {
    @Override
    public void run() {
      begin();
      Actors.run(
          CancelOfTheFirstOrTheSecond::parkTwice,
          () -> won = wait.tryReschedule("v"),
          WaitScenarios::cancel);
      ensure(won != outcome.equals(STOPPED) || outcome.equals("v" + STOPPED), outcome);
    }

    private static void parkTwice() {
      park();
      if (!outcome.equals(STOPPED)) {
        try {
          later.park(() -> {});
          throw new AssertionError("woken by nobody");
        } catch (Cancelled stopped) {
          outcome += STOPPED;
        }
      }
    }
  }

  /// A claim that ends in a value, and a cancel.
  public static class CompleteAgainstCancel implements Runnable {
    @Override
    public void run() {
      begin();
      Actors.run(WaitScenarios::park, CompleteAgainstCancel::complete, WaitScenarios::cancel);
      ensureOneWinner(won, "v");
    }

    private static void complete() {
      won = wait.tryClaim();
      if (won) {
        wait.complete("v");
      }
    }
  }

  /// A claim that is given back, and a cancel, which must not be lost over it.
  public static class UnclaimAgainstCancel implements Runnable {
    @Override
    public void run() {
      begin();
      Actors.run(WaitScenarios::park, UnclaimAgainstCancel::unclaim, WaitScenarios::cancel);
      ensureOneWinner(false, "");
    }

    private static void unclaim() {
      if (wait.tryClaim()) {
        wait.unclaim();
      }
    }
  }

  /// Two brokers that want the same two waits, named the other way round, and a cancel of one.
  public static class CrossedBrokers implements Runnable {
    static Wait<String> partner;

    @Override
    public void run() {
      begin();
      partner = Wait.of(other, "partner");
      Actors.run(
          WaitScenarios::park,
          () -> won = meet(wait, partner, "a"),
          () -> wonToo = meet(partner, wait, "b"));
      ensure(won != wonToo, "met: " + won + ", " + wonToo);
      ensure(outcome.equals(won ? "a" : "b"), outcome);
      ensure(!partner.isWaiting(), "half a meeting");
    }

    private static boolean meet(Wait<String> one, Wait<String> two, String value) {
      if (one.tryClaimBoth(two)) {
        one.complete(value);
        two.complete(value);
        return true;
      }
      return false;
    }
  }

  /// An abort function that agrees, and a value.
  public static class RescheduleAgainstConsent implements Runnable {
    @Override
    public void run() {
      begin();
      Actors.run(
          () -> parkAsking(_ -> ask(Abort.SUCCEEDED)),
          () -> won = wait.tryReschedule("v"),
          WaitScenarios::cancel);
      ensure(outcome.equals(won ? "v" : STOPPED), "told " + won + ", got " + outcome);
      ensure(asked <= 1, "asked " + asked + " times");
    }
  }

  /// An abort function that refuses: only the value can end the wait.
  public static class RescheduleAgainstRefusal implements Runnable {
    @Override
    public void run() {
      begin();
      Actors.run(
          () -> parkAsking(_ -> ask(Abort.FAILED)),
          () -> won = wait.tryReschedule("v"),
          WaitScenarios::cancel,
          () -> tree.cancel(task, LoneTask.reason("again")));
      ensure(won && outcome.equals("v"), "told " + won + ", got " + outcome);
      ensure(asked <= 1, "asked " + asked + " times");
    }
  }

  private static Abort ask(Abort answer) {
    asked++;
    return answer;
  }

  /// A shielded wait, which a cancel must leave alone.
  public static class ShieldedWait implements Runnable {
    @Override
    public void run() {
      begin();
      Actors.run(
          ShieldedWait::parkShielded, () -> won = wait.tryReschedule("v"), WaitScenarios::cancel);
      ensure(won && outcome.equals("v"), "told " + won + ", got " + outcome);
    }

    private static void parkShielded() {
      task.onThisThread();
      outcome = wait.parkShielded();
    }
  }
}
