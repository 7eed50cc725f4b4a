package io.trio4j.internal.run;

import io.trio4j.internal.hooks.ScheduleHook;
import io.trio4j.internal.park.Wait;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns given by a hook, one decision at a time: how an explorer drives a run.
final class DirectedTurns extends ReadyQueue {
  private final ScheduleHook hook;
  private final List<RunTask<?>> ready = new ArrayList<>();
  private @Nullable RunTask<?> main; // written as the run begins
  private boolean over; // the hook has chosen nobody: for good

  DirectedTurns(ScheduleHook hook) {
    this.hook = hook;
  }

  @Override
  void begins(BatonScheduler scheduler, RunTask<?> mainTask) {
    main = mainTask;
    hook.begins(new Inside(scheduler, mainTask), mainTask);
  }

  @Override
  void add(RunTask<?> task) {
    ready.add(task);
  }

  @Override
  boolean isEmpty() {
    return over || ready.isEmpty();
  }

  @Override
  @Nullable RunTask<?> poll() {
    if (isEmpty()) {
      return null;
    }
    int index = hook.choose(ready);
    if (index == ScheduleHook.NOBODY) {
      over = true;
      return null;
    }
    return ready.remove(index);
  }

  @Override
  int userCount() {
    return userCount(ready);
  }

  @Override
  void stops(RunTask<?> task, @Nullable Wait<?> wait) {
    hook.stops(task, wait == null ? null : wait.subject());
  }

  @Override
  void woken(RunTask<?> task, Wait<?> wait) {
    hook.woken(task, wait.subject(), isOutside(RunTask.currentOrNull()));
  }

  private boolean isOutside(@Nullable RunTask<?> caller) {
    RunTask<?> ours = main;
    return caller == null || ours == null || caller.tree() != ours.tree();
  }

  @Override
  void touched(Object shared) {
    hook.touched(shared);
  }

  @Override
  void touchedAll() {
    hook.touchedAll();
  }

  @Override
  void ended(RunTask<?> task) {
    hook.ended(task);
  }

  @Override
  boolean stuck() {
    return !over && hook.stuck();
  }
}
