package io.trio4j.stress.reference;

/// A cancel scope in the model.
///
/// @param parent the number of the scope outside, or -1
/// @param life where it is in its life
/// @param untilShutdown whether a soft cancel ends what waits in it
/// @param shield whether it hides what is outside
/// @param deadline when it will be cancelled, [#NEVER] if not
/// @param soft whether somebody asked to wind it down
/// @param graceEnd when that becomes a hard cancel
/// @param called whether it is cancelled
/// @param cause what cancelled it first
/// @param caught whether it absorbed its cancel
record ScopeState(
    int parent,
    Life life,
    boolean untilShutdown,
    boolean shield,
    long deadline,
    boolean soft,
    long graceEnd,
    boolean called,
    Cause cause,
    boolean caught) {
  static final long NEVER = Long.MAX_VALUE;
  static final ScopeState ABSENT =
      new ScopeState(-1, Life.ABSENT, false, false, NEVER, false, NEVER, false, Cause.NONE, false);

  /// Where a scope is in its life.
  enum Life {
    ABSENT,
    ACTIVE,
    /// Left by the end of its body, or by absorbing.
    RETURNED,
    /// Left by something thrown on.
    THROWN
  }

  /// What cancelled a scope.
  enum Cause {
    NONE,
    BY_HAND,
    DEADLINE,
    FAILURE,
    SHUTDOWN
  }

  static ScopeState entered(int parent, boolean untilShutdown, boolean shield, long deadline) {
    return new ScopeState(
        parent,
        Life.ACTIVE,
        untilShutdown,
        shield,
        deadline,
        false,
        NEVER,
        false,
        Cause.NONE,
        false);
  }

  boolean active() {
    return life == Life.ACTIVE;
  }

  ScopeState withParent(int newParent) {
    return new ScopeState(
        newParent, life, untilShutdown, shield, deadline, soft, graceEnd, called, cause, caught);
  }

  ScopeState withShield(boolean on) {
    return new ScopeState(
        parent, life, untilShutdown, on, deadline, soft, graceEnd, called, cause, caught);
  }

  ScopeState withDeadline(long newDeadline) {
    return new ScopeState(
        parent, life, untilShutdown, shield, newDeadline, soft, graceEnd, called, cause, caught);
  }

  ScopeState withSoft(long newGraceEnd) {
    return new ScopeState(
        parent, life, untilShutdown, shield, deadline, true, newGraceEnd, called, cause, caught);
  }

  ScopeState cancelled(Cause newCause) {
    return new ScopeState(
        parent, life, untilShutdown, shield, deadline, soft, graceEnd, true, newCause, caught);
  }

  ScopeState left(Life how, boolean absorbed) {
    return new ScopeState(
        parent, how, untilShutdown, shield, deadline, soft, graceEnd, called, cause, absorbed);
  }
}
