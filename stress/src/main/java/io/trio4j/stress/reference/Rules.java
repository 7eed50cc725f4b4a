package io.trio4j.stress.reference;

import io.trio4j.stress.reference.ScopeState.Cause;
import java.util.List;

/// Every decision of the semantics, one method each; `REFERENCE.md` has the sentences and sources
/// under the numbers given here. A planted bug overrides one of them, see [Mutant].
class Rules {

  /// Why parked tasks may have to be woken.
  enum Change {
    CANCEL,
    EXPIRY,
    UNSHIELD,
    ADOPTION,
    SOFT
  }

  /// R10: does a checkpoint throw because of this scope around it?
  boolean seen(ScopeState scope, boolean behindShield) {
    return scope.called() && !behindShield;
  }

  /// R11: does a shield hide the cancel of its own scope?
  boolean shieldHidesItself() {
    return false;
  }

  /// R12: what cancelled a scope first stays what cancelled it.
  Cause causeAfter(ScopeState scope, Cause next) {
    return scope.called() ? scope.cause() : next;
  }

  /// R13: does this end the waits that now see a cancel?
  boolean wakes(Change change) {
    return true;
  }

  /// R14: what a cancel of a scope that was left does.
  ScopeState cancelledLate(ScopeState left) {
    return left.cancelled(causeAfter(left, Cause.BY_HAND));
  }

  /// R15: does a checkpoint throw, given that a cancel is visible? `before` counts the Cancelleds
  /// the task has had.
  boolean throwsAgain(int before) {
    return true;
  }

  /// R16: is entering a scope a checkpoint?
  boolean entryChecks() {
    return false;
  }

  /// R17: does a sleep look for a cancel before it sleeps?
  boolean sleepChecks() {
    return true;
  }

  /// R20: does the scope absorb a `Cancelled` that leaves it?
  boolean absorbs(ScopeState scope, boolean outerVisible) {
    return scope.called() && !outerVisible;
  }

  /// R21: does its own shield hide what is outside when the edge decides?
  boolean shieldCountsAtEdge() {
    return true;
  }

  /// R22: does the scope say caught when it absorbed only a part of what left?
  boolean caughtBesideErrors() {
    return true;
  }

  /// R23: is a body that returned in a cancelled scope treated as cancelled?
  boolean lateCancelTakesValue() {
    return false;
  }

  /// R24: does `failAfter` throw `TooSlow`, having absorbed?
  boolean tooSlow(ScopeState scope, long now) {
    return scope.cause() == Cause.DEADLINE;
  }

  /// R25: does it when the body returned?
  boolean tooSlowThoughReturned(ScopeState scope, long now) {
    return false;
  }

  /// R26: does the value form of a scope throw `NoResult`, having absorbed?
  boolean noResult() {
    return true;
  }

  /// R27: does clean-up out of grace throw?
  boolean cleanupThrows() {
    return false;
  }

  /// R28: is clean-up shielded?
  boolean cleanupShielded() {
    return true;
  }

  /// R29: do errors that ride on a `Cancelled` (suppressed by it) go on when it is absorbed?
  boolean keepsRiders() {
    return true;
  }

  /// R30: has the moment come?
  boolean due(long moment, long now) {
    return moment <= now;
  }

  /// R31: does a checkpoint compare deadlines with the clock itself?
  boolean checkpointReadsClock() {
    return true;
  }

  /// R32: the deadline after somebody moved it.
  long moved(long oldDeadline, long newDeadline) {
    return newDeadline;
  }

  /// R33: does a deadline fire in a scope that was left?
  boolean expiresAfterExit() {
    return false;
  }

  /// R40: is code in this place asked to wind down by this scope around it?
  boolean seenSoft(ScopeState scope, boolean behindShield, boolean direct) {
    return scope.soft() && !behindShield;
  }

  /// R41: the end of the grace after one more request.
  long graceEnd(long before, long requested) {
    return Math.min(before, requested);
  }

  /// R42: does a soft cancel end waits outside `untilShutdown`?
  boolean softIsHard() {
    return false;
  }

  /// R43: does a scope `untilShutdown` see a shutdown that began before it was entered?
  boolean seesEarlierShutdown() {
    return true;
  }

  /// R44: is the scope cancelled when the grace is over?
  boolean hardCancelFollows() {
    return true;
  }

  /// R45: does a scope that winds down refuse new children?
  boolean softRefusesChildren() {
    return false;
  }

  /// R50: does this failure cancel the nursery's scope?
  boolean failureCancels(Thrown failure, boolean ofBody) {
    return !(failure instanceof Thrown.Cancel);
  }

  /// R51: the errors of a nursery after one more.
  NurseryState withError(NurseryState nursery, Thrown error) {
    return nursery.withError(error);
  }

  /// R52, R53: what a nursery throws, before its own scope absorbs.
  Thrown combined(List<Thrown> errors, boolean sawCancelled) {
    if (!errors.isEmpty()) {
      return Thrown.Group.of(errors, sawCancelled);
    }
    return sawCancelled ? Thrown.Cancel.CANCELLED : Thrown.None.NONE;
  }

  /// R54: is the parent, waiting at the end, a source of `Cancelled`?
  boolean endThrows() {
    return false;
  }

  /// R55: is the end of a nursery without children a cancel point?
  boolean emptyEndChecks() {
    return false;
  }

  /// R56: is the end of a nursery without children a schedule point?
  boolean emptyEndYields() {
    return true;
  }

  /// R57: the scope a child runs in: the nursery's.
  int childScope(int nurseryScope, int starterScope) {
    return nurseryScope;
  }

  /// R58: does a child started in a cancelled nursery run?
  boolean startsInCancelled() {
    return true;
  }

  /// R59: does the end of a nursery wait for its children once cancelled?
  boolean cancelledEndWaits() {
    return true;
  }

  /// R60: does the value form of a nursery throw `NoResult`, having absorbed?
  boolean nurseryNoResult(boolean bodyCancelled) {
    return bodyCancelled;
  }

  /// R61: is a `Cancelled` that leaves a task an error?
  boolean stray(boolean visible, boolean anyCancelledAbove) {
    return !anyCancelledAbove;
  }

  /// R62: does a `Cancelled` with errors riding on it count as both, at the edge of a nursery?
  boolean ridersBesideCancelled(boolean ofBody) {
    return true;
  }

  /// R70: does a start keep its target open?
  boolean keepsTargetOpen() {
    return true;
  }

  /// R71: what a start throws for what its child threw before it reported.
  Thrown fromStart(Thrown failure) {
    return failure;
  }

  /// R72: does such a failure also go to the target?
  boolean failureReachesTarget() {
    return false;
  }

  /// R73: is a child that ends without a report an error?
  boolean reportNeeded() {
    return true;
  }

  /// R74: is the child moved though the starter is cancelled?
  boolean movesThough(boolean starterCancelled) {
    return !starterCancelled;
  }

  /// R75: do the scopes the child has open move with it?
  boolean scopesMove() {
    return true;
  }

  /// R76: is a second report an error?
  boolean secondReportFails() {
    return true;
  }

  /// R77: is starting in a closed nursery an error?
  boolean closedRefuses() {
    return true;
  }

  /// R78: is a start a cancel point before the child has begun?
  boolean startChecks() {
    return false;
  }

  /// R80: does a checkpoint that throws let others run first?
  boolean throwingYields() {
    return true;
  }

  /// R81: is starting a child a schedule point?
  boolean startSoonYields() {
    return false;
  }

  /// R82: does a checkpoint look for a cancel after others ran?
  boolean looksAfterYield() {
    return true;
  }

  /// R83: does a sleep that finds itself cancelled let others run before it throws?
  boolean cancelledSleepYields(boolean forever) {
    return throwingYields();
  }
}
