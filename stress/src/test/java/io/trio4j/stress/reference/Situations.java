package io.trio4j.stress.reference;

import io.trio4j.stress.reference.ScopeState.Cause;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The rules of the model, counting the cases in which they matter.
final class Situations extends Rules {
  /// A case the rules are there for.
  enum Situation {
    CANCEL_HIDDEN_BY_SHIELD,
    SOFT_CANCEL_HIDDEN_BY_SHIELD,
    SOFT_CANCEL_INHERITED,
    LATE_CANCEL,
    SECOND_REASON,
    ABSORBED,
    NOT_ABSORBED_FOR_OUTER,
    NOT_ABSORBED_FOR_NOT_CANCELLED,
    TOO_SLOW,
    CANCELLED_BY_HAND_IN_FAIL_AFTER,
    SECOND_GRACE,
    FAILURE_OF_BODY,
    FAILURE_OF_CHILD,
    SEVERAL_ERRORS,
    GROUP_WITH_CANCELLED,
    ONLY_CANCELLED,
    NESTED_GROUP,
    VALUE_OF_NURSERY_KEPT,
    START_FAILED,
    REPORT_REFUSED,
    REPORT_MOVED
  }

  private final Map<Situation, Integer> counts = new EnumMap<>(Situation.class);

  Map<Situation, Integer> counts() {
    return counts;
  }

  private void saw(Situation situation, boolean really) {
    if (really) {
      counts.merge(situation, 1, Integer::sum);
    }
  }

  @Override
  boolean seen(ScopeState scope, boolean behindShield) {
    saw(Situation.CANCEL_HIDDEN_BY_SHIELD, scope.called() && behindShield);
    return super.seen(scope, behindShield);
  }

  @Override
  boolean seenSoft(ScopeState scope, boolean behindShield, boolean direct) {
    saw(Situation.SOFT_CANCEL_HIDDEN_BY_SHIELD, scope.soft() && behindShield);
    saw(Situation.SOFT_CANCEL_INHERITED, scope.soft() && !behindShield && !direct);
    return super.seenSoft(scope, behindShield, direct);
  }

  @Override
  Cause causeAfter(ScopeState scope, Cause next) {
    saw(Situation.SECOND_REASON, scope.called() && scope.cause() != next);
    return super.causeAfter(scope, next);
  }

  @Override
  ScopeState cancelledLate(ScopeState left) {
    saw(Situation.LATE_CANCEL, !left.called());
    return super.cancelledLate(left);
  }

  @Override
  boolean absorbs(ScopeState scope, boolean outerVisible) {
    boolean absorbs = super.absorbs(scope, outerVisible);
    saw(Situation.ABSORBED, absorbs);
    saw(Situation.NOT_ABSORBED_FOR_OUTER, scope.called() && outerVisible);
    saw(Situation.NOT_ABSORBED_FOR_NOT_CANCELLED, !scope.called());
    return absorbs;
  }

  @Override
  boolean tooSlow(ScopeState scope, long now) {
    boolean slow = super.tooSlow(scope, now);
    saw(slow ? Situation.TOO_SLOW : Situation.CANCELLED_BY_HAND_IN_FAIL_AFTER, true);
    return slow;
  }

  @Override
  long graceEnd(long before, long requested) {
    saw(Situation.SECOND_GRACE, before != ScopeState.NEVER && before != requested);
    return super.graceEnd(before, requested);
  }

  @Override
  boolean failureCancels(Thrown failure, boolean ofBody) {
    boolean cancels = super.failureCancels(failure, ofBody);
    saw(ofBody ? Situation.FAILURE_OF_BODY : Situation.FAILURE_OF_CHILD, cancels);
    return cancels;
  }

  @Override
  Thrown combined(List<Thrown> errors, boolean sawCancelled) {
    saw(Situation.SEVERAL_ERRORS, errors.size() > 1);
    saw(Situation.GROUP_WITH_CANCELLED, !errors.isEmpty() && sawCancelled);
    saw(Situation.ONLY_CANCELLED, errors.isEmpty() && sawCancelled);
    saw(Situation.NESTED_GROUP, errors.stream().anyMatch(Thrown.Group.class::isInstance));
    return super.combined(errors, sawCancelled);
  }

  @Override
  boolean nurseryNoResult(boolean bodyCancelled) {
    saw(Situation.VALUE_OF_NURSERY_KEPT, !bodyCancelled);
    return super.nurseryNoResult(bodyCancelled);
  }

  @Override
  Thrown fromStart(Thrown failure) {
    saw(Situation.START_FAILED, true);
    return super.fromStart(failure);
  }

  @Override
  boolean movesThough(boolean starterCancelled) {
    saw(starterCancelled ? Situation.REPORT_REFUSED : Situation.REPORT_MOVED, true);
    return super.movesThough(starterCancelled);
  }
}
