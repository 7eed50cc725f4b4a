package io.trio4j.testing.internal;

import java.util.BitSet;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// What the turn that goes on has used so far that other tasks may use too.
///
/// Objects are known by the number in which the run first used them: each run has objects of its
/// own, and two runs that began alike number them alike.
///
/// @threadsafety none: as [Conductor]
final class Touches {
  /// What one turn has used.
  ///
  /// @param objects their numbers; null: it may have used everything
  record Used(@Nullable BitSet objects) {
    static final Used EVERYTHING = new Used(null);

    /// Whether two turns of different tasks give the same in either order.
    boolean commutesWith(Used other) {
      return objects != null && other.objects != null && !objects.intersects(other.objects);
    }
  }

  private final boolean declared;
  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
  private BitSet now = new BitSet();
  private boolean everything;

  /// @param declared whether tests tell what they use; else each turn may have used everything
  Touches(boolean declared) {
    this.declared = declared;
  }

  void add(Object shared) {
    if (declared) {
      now.set(numbers.computeIfAbsent(shared, _ -> numbers.size()));
    }
  }

  void all() {
    everything = true;
  }

  /// The turn has ended.
  ///
  /// @return what it used
  Used take() {
    Used used = declared && !everything ? new Used(now) : Used.EVERYTHING;
    if (declared) {
      now = new BitSet();
    }
    everything = false;
    return used;
  }
}
