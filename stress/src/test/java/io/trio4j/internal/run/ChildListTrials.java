package io.trio4j.internal.run;

import io.trio4j.stress.primitive.Trial;
import java.util.ArrayList;
import java.util.List;

/// The list of a nursery's children under starts, ends, sweeps and walks.
public final class ChildListTrials {
  private static final Run RUN = LoneRun.of(Thread.ofPlatform().factory(), Parker.JDK);

  private ChildListTrials() {}

  abstract static class InList extends Trial {
    final ChildList list = new ChildList();
    final Tally tally = new Tally();
    volatile List<RunTask<?>> seen = List.of();

    static RunTask<Object> living(String name) {
      return new RunTask<>(RUN, null, name, "", Context.EMPTY);
    }

    static RunTask<Object> ended(String name) {
      RunTask<Object> task = living(name);
      LoneRun.end(task);
      return task;
    }

    final void listAll(RunTask<?>... tasks) {
      for (RunTask<?> task : tasks) {
        list.add(task);
      }
    }

    /// I1: nobody who was listed before and has not ended is missed; and afterwards, I3, a sweep
    /// leaves the living only.
    final void ensureWalk(RunTask<?>... listedBefore) {
      for (RunTask<?> task : listedBefore) {
        ensure(seen.contains(task), task + " was missed: " + seen);
      }
    }

    final void ensureLeft(RunTask<?>... expected) {
      List<RunTask<?>> left = list.living();
      ensure(left.size() == expected.length && left.containsAll(List.of(expected)), "left " + left);
    }

    /// I2: what was taken out links to itself.
    static void ensureOut(RunTask<?>... tasks) {
      for (RunTask<?> task : tasks) {
        ensure(task.sibling() == task, task + " still links to " + task.sibling());
      }
    }
  }

  /// A sweep, a start, and a walk.
  public static class SweepAgainstAdd extends InList {
    final RunTask<Object> last = ended("last");
    final RunTask<Object> middle = living("middle");
    final RunTask<Object> first = ended("first");
    final RunTask<Object> fresh = living("fresh");

    public SweepAgainstAdd() {
      listAll(last, middle, first);
    }

    @Override
    protected void first() {
      list.trySweep(tally);
    }

    @Override
    protected void second() {
      list.add(fresh);
    }

    @Override
    protected void third() {
      seen = list.living();
    }

    @Override
    protected void check() {
      ensureWalk(middle);
      ensureLeft(middle, fresh);
      ensureOut(first, last);
    }
  }

  /// Two starts.
  public static class TwoAdds extends InList {
    final RunTask<Object> old = living("old");
    final RunTask<Object> one = living("one");
    final RunTask<Object> two = living("two");

    public TwoAdds() {
      listAll(old);
    }

    @Override
    protected void first() {
      list.add(one);
    }

    @Override
    protected void second() {
      list.add(two);
    }

    @Override
    protected void check() {
      ensureLeft(old, one, two);
    }
  }

  /// Two who find that it is time for a sweep, over neighbours that have ended, and a walk.
  public static class TwoSweeps extends InList {
    final RunTask<Object> last = living("last");
    final RunTask<Object> one = ended("one");
    final RunTask<Object> two = ended("two");
    final RunTask<Object> first = living("first");
    final List<RunTask<?>> all = new ArrayList<>(List.of(last, first));

    public TwoSweeps() {
      listAll(last, one, two, first);
    }

    @Override
    protected void first() {
      list.trySweep(tally);
    }

    @Override
    protected void second() {
      list.trySweep(tally);
    }

    @Override
    protected void third() {
      seen = list.living();
    }

    @Override
    protected void check() {
      ensureWalk(last, first);
      ensureLeft(last, first);
      ensureOut(one, two);
    }
  }

  /// A task ends under the sweep's feet, while another is started.
  public static class EndAgainstSweep extends InList {
    final RunTask<Object> last = living("last");
    final RunTask<Object> ending = living("ending");
    final RunTask<Object> first = ended("first");
    final RunTask<Object> fresh = living("fresh");

    public EndAgainstSweep() {
      listAll(last, ending, first);
    }

    @Override
    protected void first() {
      list.trySweep(tally);
    }

    @Override
    protected void second() {
      LoneRun.end(ending);
      list.trySweep(tally);
    }

    @Override
    protected void third() {
      list.add(fresh);
      seen = list.living();
    }

    @Override
    protected void check() {
      ensureWalk(last, fresh);
      ensureLeft(last, fresh);
      ensureOut(first);
    }
  }
}
