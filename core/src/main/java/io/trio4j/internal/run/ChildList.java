package io.trio4j.internal.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The children of a nursery that have not ended.
final class ChildList implements Iterable<RunTask<?>> {
  /*
   * Idea
   *   Chunks of slots, newest first. A child goes into the next free slot, by its starter, and out of
   *   it as it ends, by itself: a CAS and a store, and nobody looks at the others. Only chunks whose
   *   children have all ended are looked for, when enough new ones have been added to pay for it.
   *
   * States (of a slot)
   *   null -> task   // CAS by its starter
   *   task -> ENDED  // by the task; the slot is not used again, so the order is that of the starts
   *
   * Invariants
   *   I1 A task that was listed before a walk begins and has not ended when the walk passes is visited.
   *   I2 Below a slot that is filled all slots are filled; so are all of every chunk but the newest.
   *   I3 From a chunk every older one that is not empty for good is reached. So two sweeps at once may
   *      bring an empty chunk back, and lose nothing.
   *   I4 A task that has ended is not kept. Of its chunk its slot is, until more chunks were added than
   *      were left by the last look for empty ones.
   *
   * Ordering
   *   newest     | volatile  | CAS by starters
   *   slots[i]   | volatile  | CAS by starters; release by the task that leaves
   *   older      | volatile  | constructor; then sweeps, past chunks that are empty for good
   *   hint       | racy: a stale one is too low, which costs steps
   *
   * Rejected
   *   A stack of the tasks themselves, swept when enough had ended: the walk over cold objects was
   *   a quarter of starting and ending 100,000 children (benchmark W1).
   */
  private static final Object ENDED = new Object();

  /// A nursery with few children pays for few slots; larger last ones would keep more slots of the
  /// ended, smaller ones cost a step more for each child.
  private static final int FIRST_SLOTS = 8;

  private static final int GROWTH = 4;
  private static final int MOST_SLOTS = 128;

  private static final VarHandle NEWEST;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

  static {
    try {
      var lookup = MethodHandles.lookup();
      NEWEST = lookup.findVarHandle(ChildList.class, "newest", Chunk.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Slots for tasks that were started one after the other.
  static final class Chunk {
    private final @Nullable Object[] slots;
    private int hint;
    private volatile @Nullable Chunk older;

    Chunk(int slotCount) {
      slots = new Object[slotCount];
    }

    private static Chunk after(@Nullable Chunk older) {
      if (older == null) {
        return new Chunk(FIRST_SLOTS);
      }
      Chunk fresh = new Chunk(Math.min(older.slots.length * GROWTH, MOST_SLOTS));
      fresh.older = older;
      return fresh;
    }

    /// Lists the task, if there is room. The slot's number, or -1.
    private int tryAdd(RunTask<?> task) {
      for (int i = hint; i < slots.length; i++) {
        if (get(i) == null) {
          task.setPlace(this, i);
          if (SLOT.compareAndSet(slots, i, null, task)) {
            hint = i + 1;
            return i;
          }
        }
      }
      return -1;
    }

    /// The task that was listed just before the one at `i`, unless it has ended.
    private @Nullable RunTask<?> before(int i) {
      Chunk below = older;
      Object found = i > 0 ? get(i - 1) : below == null ? null : below.get(below.slots.length - 1);
      return found instanceof RunTask<?> task ? task : null;
    }

    /// By the task at `i`, once: it has ended.
    void leave(int i) {
      SLOT.setRelease(slots, i, ENDED); // release: the walk that finds it needs nothing else of it
    }

    private @Nullable Object get(int i) {
      return SLOT.getVolatile(slots, i);
    }

    private boolean isEmptyForGood() {
      for (int i = 0; i < slots.length; i++) {
        if (get(i) != ENDED) {
          return false;
        }
      }
      return true;
    }
  }

  private volatile @Nullable Chunk newest;

  private int added; // racy: chunks since the last sweep
  private int kept; // racy: chunks the last sweep left

  ChildList() {}

  /// One whose chunks are small enough for a model checker.
  ChildList(int firstSlots) {
    newest = new Chunk(firstSlots);
  }

  /// Lists a task.
  ///
  /// @return the one listed just before, if it has not ended
  @Nullable RunTask<?> add(RunTask<?> task) {
    while (true) {
      Chunk chunk = newest;
      int slot = chunk == null ? -1 : chunk.tryAdd(task);
      if (chunk != null && slot >= 0) {
        return chunk.before(slot);
      }
      if (NEWEST.compareAndSet(this, chunk, Chunk.after(chunk)) && chunk != null) {
        trySweep(chunk);
      }
    }
  }

  /// A chunk was added above `from`: takes out empty ones if that has become worth a walk.
  private void trySweep(Chunk from) {
    if (++added > kept) {
      added = 0;
      kept = sweep(from);
    }
  }

  /// Takes out the empty ones below `from`. How many are left.
  private static int sweep(Chunk from) {
    int left = 1;
    Chunk before = from;
    for (Chunk at = before.older; at != null; at = at.older) {
      if (at.isEmptyForGood()) {
        before.older = at.older;
      } else {
        before = at;
        left++;
      }
    }
    return left;
  }

  /// The living, newest first. Weakly consistent.
  @Override
  public Iterator<RunTask<?>> iterator() {
    return living().iterator();
  }

  List<RunTask<?>> living() {
    List<RunTask<?>> found = new ArrayList<>();
    for (Chunk chunk = newest; chunk != null; chunk = chunk.older) {
      for (int i = chunk.slots.length - 1; i >= 0; i--) {
        if (chunk.get(i) instanceof RunTask<?> task && !task.isDone()) {
          found.add(task);
        }
      }
    }
    return found;
  }

  // For tests

  int chunkCount() {
    int count = 0;
    for (Chunk chunk = newest; chunk != null; chunk = chunk.older) {
      count++;
    }
    return count;
  }

  /// Whether the task is kept, also if it has ended.
  boolean isHolding(RunTask<?> task) {
    for (Chunk chunk = newest; chunk != null; chunk = chunk.older) {
      for (Object slot : chunk.slots) {
        if (slot == task) {
          return true;
        }
      }
    }
    return false;
  }

  void sweepNow() {
    Chunk from = newest;
    if (from != null) {
      sweep(from);
    }
  }
}
