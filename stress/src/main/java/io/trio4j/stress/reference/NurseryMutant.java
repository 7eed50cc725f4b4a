package io.trio4j.stress.reference;

import java.util.ArrayList;
import java.util.List;

/// Planted bugs in nurseries, starting, and turns.
enum NurseryMutant implements Mutant {
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
          all.add(Thrown.Cancel.CANCELLED);
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

  @SuppressWarnings("ImmutableEnumChecker") // rules of planted bugs have no state
  private final Rules rules;

  NurseryMutant(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Rules rules() {
    return rules;
  }
}
