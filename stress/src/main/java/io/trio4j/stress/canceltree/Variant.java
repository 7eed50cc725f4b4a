package io.trio4j.stress.canceltree;

/** Ways to get the algorithm wrong, one at a time, and {@link #RIGHT}. */
enum Variant {
  RIGHT,
  /** The walk reads a task's current scope once, before it marks the scopes. */
  CURRENT_READ_ONCE,
  /** Entering doesn't look at the parent again after the scope has become current. */
  NO_REREAD_AFTER_ENTER,
  /** The slow path of entering recomputes without the lock. */
  ENTER_RECOMPUTES_UNLOCKED,
  /** Entering overwrites what a cancel before the entry left in the state. */
  ENTER_OVERWRITES_EARLY_CANCEL,
  /** Entering looks at the parent only, not at a cancel that came before the entry. */
  ENTER_IGNORES_EARLY_CANCEL,
  /** A child goes into the list only after it was started. */
  CHILD_PUSHED_LATE,
  /** A child is counted only after it was started. */
  CHILD_COUNTED_LATE,
  /** The recomputation takes the parent's bit through shields. */
  SHIELD_IGNORED,
  /** The walk reads a nursery's children before it marks the nursery. */
  CHILDREN_READ_BEFORE_MARKING,
  /** The walk stops at a nursery: its children are not visited. */
  CHILDREN_NOT_VISITED,
  /** A second cancel returns at once, without the lock, seeing the first one's mark. */
  SECOND_CANCEL_RETURNS_EARLY,
  /** A park looks at its scope before it publishes the wait. */
  WAIT_PUBLISHED_LATE,
  /**
   * The canceller takes every wait of the tasks it visits, without looking at the scope of the
   * wait.
   */
  WAIT_TAKEN_UNSEEN,
  /** The canceller looks for a wait before it marks the scopes. */
  WAIT_READ_BEFORE_MARKING,
  /** A reschedule writes where it must compare and set. */
  RESCHEDULE_WITHOUT_CAS,
  /** A task that parks in a cancelled scope aborts its wait without compare-and-set. */
  SELF_DELIVERY_WITHOUT_CAS,
  /** A task clears its UNARMED bit before it has claimed the deadlines above. */
  UNARMED_CLEARED_FIRST,
  /** UNARMED is cleared by a read and a write. */
  UNARMED_CLEARED_BY_WRITE,
  /** Two tasks may both find a deadline unarmed, and both arm it. */
  ARMED_WITHOUT_CLAIM,
  /** Arming doesn't look whether the scope has exited meanwhile. */
  ARMED_WITHOUT_EXIT_CHECK,
  /** An exit takes its timer entry before it says that it has exited. */
  EXIT_READS_ENTRY_FIRST,
  /**
   * An exit that sees no timer doesn't take the monitor, though somebody may be about to arm one.
   */
  EXIT_PEEKS_AT_TIMER,
  /** An expiry that was on its way cancels although the deadline was moved. */
  EXPIRY_TRUSTS_TIMER,
  /** An edge absorbs although an enclosing cancellation is visible. */
  ABSORB_IGNORES_PARENT,
  /** An edge doesn't absorb because of a cancellation that its shield hides. */
  ABSORB_IGNORES_SHIELD,
  /** The edge's decision is taken without the lock. Harmless: see the test. */
  ABSORB_WITHOUT_LOCK,
  /** The root scope of a task begun by start copies its parent's state, and nobody looks again. */
  START_ROOT_NOT_REREAD,
  /** started doesn't recompute the adopted subtree. */
  STARTED_WITHOUT_RECOMPUTE,
  /** started looks neither at the caller's scope nor at whether the child has ended. */
  STARTED_NEVER_REFUSES,
  /** The caller's Cancelled goes on although the child was delivered: only EFFECTIVE decided. */
  STARTED_DECIDED_BY_STATE_ONLY,
  /** started leaves the deadlines above its target unarmed, and the adopted task never looks. */
  STARTED_LEAVES_UNARMED,
  /** started hands UNARMED to the child's root; what is below the root never looks. */
  STARTED_MARKS_ROOT_UNARMED,
  /** started re-parents the scope and leaves the task in the caller's list. */
  STARTED_LEAVES_CHILD_IN_LIST,
  /** The end of a task begun by start reads its nursery without the lock. */
  END_RACES_STARTED
}
