package io.trio4j.stress.reference;

import io.trio4j.stress.reference.ScopeState.Cause;
import java.util.ArrayList;
import java.util.List;

/// Planted bugs: each changes one rule of the model. The comparison with the unchanged model must
/// find every one, or it would not find it in the library.
enum Mutant {
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
      }),
  FAILURE_CANCELS_NOBODY(
      new Rules() {
        @Override
        boolean failureCancels(Thrown failure, boolean ofBody) {
          return false;
        }
      }),
  FAILURE_OF_BODY_CANCELS_NOBODY(
      new Rules() {
        @Override
        boolean failureCancels(Thrown failure, boolean ofBody) {
          return !ofBody && !(failure instanceof Thrown.Cancel);
        }
      }),
  CANCELLED_COUNTS_AS_FAILURE(
      new Rules() {
        @Override
        boolean failureCancels(Thrown failure, boolean ofBody) {
          return true;
        }
      }),
  ONLY_FIRST_FAILURE_KEPT(
      new Rules() {
        @Override
        NurseryState withError(NurseryState nursery, Thrown error) {
          return nursery.errors().isEmpty() ? nursery.withError(error) : nursery;
        }
      }),
  ONLY_LAST_FAILURE_KEPT(
      new Rules() {
        @Override
        NurseryState withError(NurseryState nursery, Thrown error) {
          return nursery.withErrors(List.of(error));
        }
      }),
  LONE_FAILURE_NOT_GROUPED(
      new Rules() {
        @Override
        Thrown combined(List<Thrown> errors, boolean sawCancelled) {
          return errors.size() == 1 ? errors.getFirst() : super.combined(errors, sawCancelled);
        }
      }),
  GROUP_KEEPS_CANCELLED(
      new Rules() {
        @Override
        Thrown combined(List<Thrown> errors, boolean sawCancelled) {
          if (errors.isEmpty() || !sawCancelled) {
            return super.combined(errors, sawCancelled);
          }
          List<Thrown> all = new ArrayList<>(errors);
          all.add(Thrown.CANCELLED);
          return Thrown.Group.of(all, true);
        }
      }),
  GROUP_FORGETS_CANCELLED(
      new Rules() {
        @Override
        Thrown combined(List<Thrown> errors, boolean sawCancelled) {
          return super.combined(errors, sawCancelled && errors.isEmpty());
        }
      }),
  GROUPS_FLATTENED(
      new Rules() {
        @Override
        Thrown combined(List<Thrown> errors, boolean sawCancelled) {
          List<Thrown> flat = new ArrayList<>();
          boolean cancelled = sawCancelled;
          for (Thrown error : errors) {
            flat.addAll(error instanceof Thrown.Group g ? g.members() : List.of(error));
            cancelled |= error.involvesCancelled();
          }
          return super.combined(flat, cancelled);
        }
      }),
  CANCELLED_CHILDREN_FORGOTTEN(
      new Rules() {
        @Override
        Thrown combined(List<Thrown> errors, boolean sawCancelled) {
          return super.combined(errors, false);
        }
      }),
  END_OF_NURSERY_THROWS(
      new Rules() {
        @Override
        boolean endThrows() {
          return true;
        }
      }),
  EMPTY_NURSERY_CHECKS(
      new Rules() {
        @Override
        boolean emptyEndChecks() {
          return true;
        }
      }),
  EMPTY_NURSERY_DOES_NOT_YIELD(
      new Rules() {
        @Override
        boolean emptyEndYields() {
          return false;
        }
      }),
  CHILD_RUNS_IN_STARTERS_SCOPE(
      new Rules() {
        @Override
        int childScope(int nurseryScope, int starterScope) {
          return starterScope;
        }
      }),
  CANCELLED_NURSERY_STARTS_NOTHING(
      new Rules() {
        @Override
        boolean startsInCancelled() {
          return false;
        }
      }),
  CANCELLED_NURSERY_DOES_NOT_WAIT(
      new Rules() {
        @Override
        boolean cancelledEndWaits() {
          return false;
        }
      }),
  NURSERY_VALUE_LOST(
      new Rules() {
        @Override
        boolean nurseryNoResult(boolean bodyCancelled) {
          return true;
        }
      }),
  START_DOES_NOT_HOLD_TARGET(
      new Rules() {
        @Override
        boolean keepsTargetOpen() {
          return false;
        }
      }),
  START_THROWS_GROUP(
      new Rules() {
        @Override
        Thrown fromStart(Thrown failure) {
          return Thrown.Group.of(List.of(failure), false);
        }
      }),
  FAILURE_BEFORE_REPORT_REACHES_TARGET(
      new Rules() {
        @Override
        boolean failureReachesTarget() {
          return true;
        }
      }),
  END_WITHOUT_REPORT_IS_FINE(
      new Rules() {
        @Override
        boolean reportNeeded() {
          return false;
        }
      }),
  LATE_REPORT_ADOPTS(
      new Rules() {
        @Override
        boolean movesThough(boolean starterCancelled) {
          return true;
        }
      }),
  REPORT_DOES_NOT_MOVE(
      new Rules() {
        @Override
        boolean movesThough(boolean starterCancelled) {
          return false;
        }
      }),
  SCOPES_DO_NOT_MOVE(
      new Rules() {
        @Override
        boolean scopesMove() {
          return false;
        }
      }),
  SECOND_REPORT_IS_FINE(
      new Rules() {
        @Override
        boolean secondReportFails() {
          return false;
        }
      }),
  CLOSED_NURSERY_STARTS(
      new Rules() {
        @Override
        boolean closedRefuses() {
          return false;
        }
      }),
  START_IS_CANCEL_POINT(
      new Rules() {
        @Override
        boolean startChecks() {
          return true;
        }
      }),
  THROWING_CHECKPOINT_DOES_NOT_YIELD(
      new Rules() {
        @Override
        boolean throwingYields() {
          return false;
        }
      }),
  CHECKPOINT_LOOKS_ONLY_BEFORE(
      new Rules() {
        @Override
        boolean throwingYields() {
          return false;
        }

        @Override
        boolean looksAfterYield() {
          return false;
        }
      }),
  START_SOON_YIELDS(
      new Rules() {
        @Override
        boolean startSoonYields() {
          return true;
        }
      });

  private final Rules rules;

  Mutant(Rules rules) {
    this.rules = rules;
  }

  /// The rules with the bug.
  Rules rules() {
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
