package io.trio4j.stress.reference;

import io.trio4j.stress.reference.ScopeState.Cause;

/// Planted bugs in the edges of scopes, deadlines and clean-up.
enum EdgeMutant implements Mutant {
  ABSORBS_WITHOUT_LOOKING_OUT(
      new Rules() {
        @Override
        boolean absorbs(ScopeState scope, boolean outerVisible) {
          return scope.called();
        }
      }),
  ABSORBS_WHAT_IS_NOT_ITS_OWN(
      new Rules() {
        @Override
        boolean absorbs(ScopeState scope, boolean outerVisible) {
          return !outerVisible;
        }
      }),
  EDGE_IGNORES_SHIELD(
      new Rules() {
        @Override
        boolean shieldCountsAtEdge() {
          return false;
        }
      }),
  CAUGHT_FORGOTTEN_BESIDE_ERRORS(
      new Rules() {
        @Override
        boolean caughtBesideErrors() {
          return false;
        }
      }),
  LATE_CANCEL_TAKES_VALUE(
      new Rules() {
        @Override
        boolean lateCancelTakesValue() {
          return true;
        }
      }),
  TOO_SLOW_BLAMES_ANYBODY(
      new Rules() {
        @Override
        boolean tooSlow(ScopeState scope, long now) {
          return true;
        }
      }),
  TOO_SLOW_LOOKS_AT_CLOCK_ONLY(
      new Rules() {
        @Override
        boolean tooSlow(ScopeState scope, long now) {
          return scope.deadline() <= now;
        }
      }),
  TOO_SLOW_THOUGH_RETURNED(
      new Rules() {
        @Override
        boolean tooSlowThoughReturned(ScopeState scope, long now) {
          return scope.cause() == Cause.DEADLINE;
        }
      }),
  NO_RESULT_FORGOTTEN(
      new Rules() {
        @Override
        boolean noResult() {
          return false;
        }
      }),
  CLEANUP_OUT_OF_GRACE_THROWS(
      new Rules() {
        @Override
        boolean cleanupThrows() {
          return true;
        }
      }),
  CLEANUP_NOT_SHIELDED(
      new Rules() {
        @Override
        boolean cleanupShielded() {
          return false;
        }
      }),
  RIDERS_LOST(
      new Rules() {
        @Override
        boolean keepsRiders() {
          return false;
        }
      }),
  DEADLINE_LATE_BY_ONE(
      new Rules() {
        @Override
        boolean due(long moment, long now) {
          return moment < now;
        }
      }),
  CHECKPOINT_DOES_NOT_READ_CLOCK(
      new Rules() {
        @Override
        boolean checkpointReadsClock() {
          return false;
        }
      }),
  DEADLINE_ONLY_MOVES_EARLIER(
      new Rules() {
        @Override
        long moved(long oldDeadline, long newDeadline) {
          return Math.min(oldDeadline, newDeadline);
        }
      }),
  DEADLINE_ONLY_MOVES_LATER(
      new Rules() {
        @Override
        long moved(long oldDeadline, long newDeadline) {
          return oldDeadline == ScopeState.NEVER ? newDeadline : Math.max(oldDeadline, newDeadline);
        }
      }),
  DEADLINE_FIRES_AFTER_EXIT(
      new Rules() {
        @Override
        boolean expiresAfterExit() {
          return true;
        }
      });

  @SuppressWarnings("ImmutableEnumChecker") // rules of planted bugs have no state
  private final Rules rules;

  EdgeMutant(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Rules rules() {
    return rules;
  }
}
