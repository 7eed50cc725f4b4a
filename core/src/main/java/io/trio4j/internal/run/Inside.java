package io.trio4j.internal.run;

import io.trio4j.CancelSource;
import io.trio4j.internal.cancel.ScopeNode;
import io.trio4j.internal.hooks.RunView;
import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.WaitSubject;
import java.util.ArrayList;
import java.util.List;

/// A run with a baton as its hook sees it.
final class Inside implements RunView {
  private final BatonScheduler scheduler;
  private final RunTask<?> main;
  private final Run run;

  Inside(BatonScheduler scheduler, RunTask<?> main) {
    this.scheduler = scheduler;
    this.main = main;
    run = main.inRun();
  }

  @Override
  public String dump() {
    return Dump.of(run);
  }

  @Override
  public List<Parked> parked() {
    List<Parked> all = new ArrayList<>();
    List<RunTask<?>> left = new ArrayList<>(List.of(main));
    while (!left.isEmpty()) {
      RunTask<?> task = left.removeLast();
      if (!task.isHelper() && task.currentWait() instanceof Wait<?> wait && wait.isWaiting()) {
        Object subject = wait.subject();
        all.add(
            new Parked(
                task, subject, subject instanceof WaitSubject says ? says.holders() : List.of()));
      }
      addChildren(task, left);
    }
    return all;
  }

  private static void addChildren(RunTask<?> task, List<RunTask<?>> to) {
    for (ScopeNode at = task.innermost(); at != null && at != task; at = at.parentNode()) {
      if (at instanceof RunNursery nursery) {
        nursery.children().forEach(to::add);
      }
    }
  }

  @Override
  public boolean isAnyoneReady() {
    return scheduler.isAnyoneReady();
  }

  @Override
  public boolean isTokenTaken() {
    return run.entry().isTaken();
  }

  @Override
  public void cancel(String why) {
    run.cancelMain(CancelSource.RUN, why);
  }

  @Override
  public void abandon() {
    scheduler.abandon();
    run.abandon();
  }
}
