package io.trio4j.stress.reference;

import io.trio4j.stress.reference.ScopeState.Cause;
import io.trio4j.stress.reference.TaskState.Status;
import java.util.ArrayList;
import java.util.List;

/// What happens in a [World] that no task does: sleeps end, deadlines fire, time moves.
final class Events {
  private final CancelTree tree;

  Events(CancelTree tree) {
    this.tree = tree;
  }

  /// Something that is due.
  sealed interface Event {
    /// A sleep is over.
    record Wake(int task) implements Event {}

    /// A deadline has come, or the end of a grace.
    record Expiry(int scope, Cause cause) implements Event {}
  }

  /// All that is due now, in no order.
  List<Event> due(World world) {
    List<Event> due = new ArrayList<>(expiries(world));
    for (int id = 0; id < world.numbers(); id++) {
      TaskState task = world.task(id);
      if (task.status() == Status.SLEEPING && task.wakeAt() <= world.now()) {
        due.add(new Event.Wake(id));
      }
    }
    return due;
  }

  /// The deadlines among what is due now.
  List<Event> expiries(World world) {
    List<Event> due = new ArrayList<>();
    for (int id = 0; id < world.numbers(); id++) {
      if (tree.expires(world, id, Cause.DEADLINE)) {
        due.add(new Event.Expiry(id, Cause.DEADLINE));
      }
      if (tree.expires(world, id, Cause.SHUTDOWN)) {
        due.add(new Event.Expiry(id, Cause.SHUTDOWN));
      }
    }
    return due;
  }

  void happen(World world, Event event) {
    switch (event) {
      case Event.Wake(int task) -> world.set(task, world.task(task).woken());
      case Event.Expiry(int scope, Cause cause) -> tree.cancel(world, scope, cause);
    }
  }

  /// Whether only time can go on.
  boolean mustAdvance(World world) {
    return !world.over() && !world.anyReady() && due(world).isEmpty();
  }

  /// Moves the clock to the next event, and says whether there is one.
  boolean advance(World world) {
    long next = ScopeState.NEVER;
    for (int id = 0; id < world.numbers(); id++) {
      TaskState task = world.task(id);
      if (task.status() == Status.SLEEPING) {
        next = Math.min(next, task.wakeAt());
      }
      ScopeState scope = world.scope(id);
      if (scope.active() && !scope.called()) {
        next = Math.min(next, later(world, tree.moment(scope, Cause.DEADLINE)));
        next = Math.min(next, later(world, tree.moment(scope, Cause.SHUTDOWN)));
      }
    }
    if (next == ScopeState.NEVER) {
      return false;
    }
    world.advanceTo(next);
    return true;
  }

  /// A moment that has passed without effect (only a planted bug does that) does not come again.
  private static long later(World world, long moment) {
    return moment <= world.now() && moment != ScopeState.NEVER ? world.now() + 1 : moment;
  }
}
