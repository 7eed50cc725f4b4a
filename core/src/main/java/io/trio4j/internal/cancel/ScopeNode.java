package io.trio4j.internal.cancel;

import io.trio4j.CancelReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A node of the cancel tree: the root of a task, or a scope that a task has entered.
public abstract sealed class ScopeNode permits TaskNode, ScopeControls {
  /*
   * States (bits of `state`)
   *   CANCELLED   cancel was called on this node, or its deadline passed; never taken back
   *   EFFECTIVE   CANCELLED, or not SHIELD and the parent EFFECTIVE: checkpoints here throw
   *   SHIELD      hides the parent's EFFECTIVE and SHUTDOWN
   *   SOFT        cancelGracefully was called on this node
   *   SHUTDOWN    SOFT, or not SHIELD and the parent SHUTDOWN
   *   UNARMED     this node or one above it may have a deadline that no timer knows yet; on a virtual
   *               clock, that is compared at each checkpoint, it stays set
   *   OWN_UNARMED this node has such a deadline: whoever clears the bit arms the timer
   *
   * Invariants
   *   I1 At quiescence EFFECTIVE and SHUTDOWN are what their definition says, for each live node.
   *   I2 CANCELLED is set together with `reason`, under the tree lock, and before EFFECTIVE.
   *
   * Ordering
   *   state   | volatile read, or plain by the entering task before publication | atomic
   *           | read-modify-write, CANCELLED..SHUTDOWN under the tree lock only
   *   parent  | any | constructor; root of a started task: under the tree lock
   *   reason  | after a read of state that shows CANCELLED | under the tree lock, before the bit
   */
  public static final int CANCELLED = 1;
  public static final int EFFECTIVE = 1 << 1;
  public static final int SHIELD = 1 << 2;
  public static final int SOFT = 1 << 3;
  public static final int SHUTDOWN = 1 << 4;
  public static final int UNARMED = 1 << 5;
  public static final int OWN_UNARMED = 1 << 6;

  /// What a checkpoint must not run past.
  public static final int ATTENTION = EFFECTIVE | UNARMED;

  /// What a node takes over from above.
  static final int INHERITED = EFFECTIVE | SHUTDOWN;

  private static final VarHandle STATE;
  private static final VarHandle PARENT;

  static {
    try {
      var lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(ScopeNode.class, "state", int.class);
      PARENT = lookup.findVarHandle(ScopeNode.class, "parent", ScopeNode.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  volatile @Nullable ScopeNode parent;
  @Nullable CancelReason reason;
  private volatile int state;

  ScopeNode() {}

  public final int state() {
    return state;
  }

  public final boolean isEffective() {
    return (state & EFFECTIVE) != 0;
  }

  final void initParent(@Nullable ScopeNode above) {
    PARENT.set(this, above); // plain: the node is published later, by a volatile write or a CAS
  }

  final void initState(int bits) {
    STATE.set(this, bits); // plain: the node is not published yet
  }

  final void setBits(int bits) {
    STATE.getAndBitwiseOr(this, bits);
  }

  final int clearBits(int bits) {
    return (int) STATE.getAndBitwiseAnd(this, ~bits);
  }

  /// What the bits of [#INHERITED] have to be, given the parent as it is now.
  final int definedBits() {
    int mine = state;
    int bits = 0;
    ScopeNode above = parent;
    if (above != null && (mine & SHIELD) == 0) {
      bits = above.state & INHERITED;
    }
    if ((mine & CANCELLED) != 0) {
      bits |= EFFECTIVE;
    }
    if ((mine & SOFT) != 0) {
      bits |= SHUTDOWN;
    }
    return bits;
  }

  /// The parent, for the walks of others.
  public final @Nullable ScopeNode parentNode() {
    return parent;
  }

  /// Whether an enclosing cancel is visible here: then this node must not absorb.
  final boolean outerCancelVisible() {
    ScopeNode above = parent;
    return (state & SHIELD) == 0 && above != null && above.isEffective();
  }

  /// The task that entered this node; for a root the task itself; null before entry.
  abstract @Nullable TaskNode owner();

  /// A short text for dumps.
  public abstract String describe();
}
