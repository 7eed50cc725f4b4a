package io.trio4j.stress.park;

import io.trio4j.Cancelled;
import io.trio4j.internal.cancel.CancelTree;
import io.trio4j.internal.park.Wait;
import io.trio4j.stress.lincheck.Actors;
import io.trio4j.stress.lincheck.LoneTask;

/// Two that reschedule a wait and one that cancels its task: one of the three wins and knows it.
public class RescheduleAgainstCancel implements Runnable {
  static LoneTask task;
  static Wait<String> wait;
  static volatile int undone;
  static boolean first;
  static boolean second;
  static String outcome;

  @Override
  public void run() {
    CancelTree tree = new CancelTree();
    task = new LoneTask(tree, null, 1);
    wait = Wait.of(task, "x");
    undone = 0;
    Actors.run(
        RescheduleAgainstCancel::waits,
        () -> first = wait.tryReschedule("first"),
        () -> second = wait.tryReschedule("second"),
        () -> tree.cancel(task, LoneTask.reason("now")));
    boolean cancelled = outcome.equals("cancelled");
    Actors.ensure((first ? 1 : 0) + (second ? 1 : 0) + (cancelled ? 1 : 0) == 1, "winners: " + first + second + outcome);
    Actors.ensure(outcome.equals(first ? "first" : second ? "second" : "cancelled"), outcome);
    Actors.ensure(undone == (cancelled ? 1 : 0), "undone " + undone);
    Actors.ensure(!wait.tryReschedule("late"), "spent");
  }

  private static void waits() {
    task.onThisThread();
    try {
      outcome = wait.park(() -> undone++);
    } catch (Cancelled c) {
      outcome = "cancelled";
    }
  }
}
