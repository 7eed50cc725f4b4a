package io.trio4j.internal.run;

import io.trio4j.stress.primitive.Trial;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The list of a nursery's children under starts, ends, sweeps and walks.
public final class ChildListTrials {
  private static final int FIRST_CHUNK = 1; // long loops would look like livelocks to Lincheck
  private static final int SECOND_CHUNK = 4;
  private static final Run RUN = LoneRun.of(Thread.ofPlatform().factory(), Parker.JDK);

  private ChildListTrials() {}

  abstract static class InList extends Trial {
    final ChildList list = new ChildList(FIRST_CHUNK);

    static RunTask<Object> living(String name) {
      return new RunTask<>(RUN, null, name, "", Context.EMPTY);
    }

    final RunTask<Object> listed(String name) {
      RunTask<Object> task = living(name);
      list.add(task);
      return task;
    }

    final void listEnded(int count) {
      for (int i = 0; i < count; i++) {
        LoneRun.end(listed("ended"));
      }
    }

    final void ensureLeft(RunTask<?>... expected) {
      List<RunTask<?>> left = list.living();
      ensure(left.size() == expected.length && left.containsAll(List.of(expected)), "left " + left);
    }
  }

  /// The third thread walks through the list.
  abstract static class WithWalk extends InList {
    private volatile List<RunTask<?>> seen = List.of();

    @Override
    protected final void third() {
      seen = list.living();
    }

    /// I1: nobody who was listed before and has not ended is missed.
    final void ensureWalk(RunTask<?>... listedBefore) {
      for (RunTask<?> task : listedBefore) {
        ensure(seen.contains(task), task + " was missed: " + seen);
      }
    }
  }

  /// Two starts. Each is told the one before it: that is what the start chain goes by.
  public static class TwoAdds extends InList {
    final RunTask<Object> old = listed("old");
    final RunTask<Object> one = living("one");
    final RunTask<Object> two = living("two");
    volatile @Nullable RunTask<?> beforeOne;
    volatile @Nullable RunTask<?> beforeTwo;

    @Override
    protected void first() {
      beforeOne = list.add(one);
    }

    @Override
    protected void second() {
      beforeTwo = list.add(two);
    }

    @Override
    protected void check() {
      ensureLeft(old, one, two);
      boolean oneFirst = beforeOne == old && beforeTwo == one;
      boolean twoFirst = beforeTwo == old && beforeOne == two;
      ensure(oneFirst || twoFirst, beforeOne + " before one, " + beforeTwo + " before two");
      ensure(list.living().getFirst() == (oneFirst ? two : one), "not in the order of the starts");
    }
  }

  /// Two starts where the chunk is full, and a walk.
  public static class TwoNewChunks extends WithWalk {
    final List<RunTask<?>> all = new ArrayList<>();
    final RunTask<Object> one = living("one");
    final RunTask<Object> two = living("two");

    public TwoNewChunks() {
      for (int i = 0; i < FIRST_CHUNK; i++) {
        all.add(listed("old " + i));
      }
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
      ensureWalk(all.toArray(RunTask<?>[]::new));
      all.addAll(List.of(one, two));
      ensureLeft(all.toArray(RunTask<?>[]::new));
    }
  }

  /// A start, an end, and a walk.
  public static class AddAgainstLeave extends WithWalk {
    final RunTask<Object> stays = listed("stays");
    final RunTask<Object> ends = listed("ends");
    final RunTask<Object> fresh = living("fresh");

    @Override
    protected void first() {
      list.add(fresh);
    }

    @Override
    protected void second() {
      LoneRun.end(ends);
    }

    @Override
    protected void check() {
      ensureWalk(stays);
      ensureLeft(stays, fresh);
      LoneRun.end(fresh);
      ensure(list.isHolding(stays) && !list.isHolding(ends), "what ended is kept");
      ensure(!list.isHolding(fresh), "what ended is kept");
    }
  }

  /// A look for empty chunks, the end of the last task of one, and a walk.
  public static class SweepAgainstLeave extends WithWalk {
    final RunTask<Object> ends;
    final RunTask<Object> stays;
    final RunTask<Object> fresh = living("fresh");

    public SweepAgainstLeave() {
      ends = listed("ends");
      listEnded(SECOND_CHUNK - 1);
      stays = listed("stays");
    }

    @Override
    protected void first() {
      list.add(fresh);
      list.sweepNow();
    }

    @Override
    protected void second() {
      LoneRun.end(ends);
    }

    @Override
    protected void check() {
      ensureWalk(stays);
      ensureLeft(stays, fresh);
    }
  }

  /// Two looks for empty chunks at once, below which another becomes empty.
  public static class TwoSweeps extends WithWalk {
    final RunTask<Object> ends;
    final RunTask<Object> stays;

    public TwoSweeps() {
      ends = listed("ends");
      listEnded(SECOND_CHUNK);
      stays = listed("stays");
      listed("fresh");
    }

    @Override
    protected void first() {
      list.sweepNow();
    }

    @Override
    protected void second() {
      LoneRun.end(ends);
      list.sweepNow();
    }

    @Override
    protected void check() {
      ensureWalk(stays);
      ensure(list.living().size() == 2, "left " + list.living());
      list.sweepNow();
      ensure(list.chunkCount() == 1, list.chunkCount() + " chunks"); // of three
    }
  }
}
