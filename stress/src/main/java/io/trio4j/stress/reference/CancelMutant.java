package io.trio4j.stress.reference;

import io.trio4j.stress.reference.ScopeState.Cause;

/// Planted bugs in the cancel tree: who sees a cancel, shields, soft cancels.
enum CancelMutant implements Mutant {
  SHIELD_IGNORED(
      new Rules() {
        @Override
        boolean seen(ScopeState scope, boolean behindShield) {
          return scope.called();
        }
      }),
  SHIELD_LETS_DEADLINES_THROUGH(
      new Rules() {
        @Override
        boolean seen(ScopeState scope, boolean behindShield) {
          return scope.called() && (!behindShield || scope.cause() == Cause.DEADLINE);
        }
      }),
  SHIELD_HIDES_OWN_CANCEL(
      new Rules() {
        @Override
        boolean shieldHidesItself() {
          return true;
        }
      }),
  LAST_REASON_WINS(
      new Rules() {
        @Override
        Cause causeAfter(ScopeState scope, Cause next) {
          return next;
        }
      }),
  CANCEL_WAKES_NOBODY(without(Rules.Change.CANCEL)),
  EXPIRY_WAKES_NOBODY(without(Rules.Change.EXPIRY)),
  UNSHIELD_WAKES_NOBODY(without(Rules.Change.UNSHIELD)),
  ADOPTION_WAKES_NOBODY(without(Rules.Change.ADOPTION)),
  SOFT_WAKES_NOBODY(without(Rules.Change.SOFT)),
  LATE_CANCEL_FORGOTTEN(
      new Rules() {
        @Override
        ScopeState cancelledLate(ScopeState left) {
          return left;
        }
      }),
  EDGE_TRIGGERED(
      new Rules() {
        @Override
        boolean throwsAgain(int before) {
          return before == 0;
        }
      }),
  ENTRY_IS_CHECKPOINT(
      new Rules() {
        @Override
        boolean entryChecks() {
          return true;
        }
      }),
  SLEEP_DOES_NOT_CHECK(
      new Rules() {
        @Override
        boolean sleepChecks() {
          return false;
        }
      }),
  SOFT_IGNORES_SHIELD(
      new Rules() {
        @Override
        boolean seenSoft(ScopeState scope, boolean behindShield, boolean direct) {
          return scope.soft();
        }
      }),
  SOFT_NOT_INHERITED(
      new Rules() {
        @Override
        boolean seenSoft(ScopeState scope, boolean behindShield, boolean direct) {
          return scope.soft() && direct;
        }
      }),
  LATER_GRACE_WINS(
      new Rules() {
        @Override
        long graceEnd(long before, long requested) {
          return before == ScopeState.NEVER ? requested : Math.max(before, requested);
        }
      }),
  LAST_GRACE_WINS(
      new Rules() {
        @Override
        long graceEnd(long before, long requested) {
          return requested;
        }
      }),
  SOFT_IS_HARD(
      new Rules() {
        @Override
        boolean softIsHard() {
          return true;
        }
      }),
  EARLIER_SHUTDOWN_MISSED(
      new Rules() {
        @Override
        boolean seesEarlierShutdown() {
          return false;
        }
      }),
  NO_HARD_CANCEL_AFTER_GRACE(
      new Rules() {
        @Override
        boolean hardCancelFollows() {
          return false;
        }
      }),
  SHUTDOWN_REFUSES_CHILDREN(
      new Rules() {
        @Override
        boolean softRefusesChildren() {
          return true;
        }
      });

  @SuppressWarnings("ImmutableEnumChecker") // rules of planted bugs have no state
  private final Rules rules;

  CancelMutant(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Rules rules() {
    return rules;
  }

  private static Rules without(Rules.Change change) {
    return new Rules() {
      @Override
      boolean wakes(Change what) {
        return what != change;
      }
    };
  }
}
