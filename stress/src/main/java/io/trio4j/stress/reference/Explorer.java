package io.trio4j.stress.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds every outcome a program may have when tasks run in parallel: each action of a task, each
/// deadline and each end of a sleep can come at any moment it is possible.
///
/// A state that was seen is not looked at again. Where some task is about to do something no other
/// can tell from nothing, only that is tried: it commutes with everything else.
final class Explorer {
  private final Code code;
  private final Machine machine;
  private final Events events;
  private final int stateLimit;
  private final Set<World> seen = new HashSet<>();
  private final Set<Outcome> outcomes = new HashSet<>();
  private final Deque<World> todo = new ArrayDeque<>();

  private Explorer(Code code, Rules rules, int stateLimit) {
    this.code = code;
    this.machine = new Machine(code, rules, false);
    this.events = new Events(machine.tree());
    this.stateLimit = stateLimit;
  }

  /// All outcomes of `program`, or nothing if it has more states than the limit.
  static Optional<Set<Outcome>> outcomes(Code code, Rules rules, int stateLimit) {
    return new Explorer(code, rules, stateLimit).explore();
  }

  private Optional<Set<Outcome>> explore() {
    reach(new World(code));
    while (!todo.isEmpty()) {
      if (seen.size() > stateLimit) {
        return Optional.empty();
      }
      World world = todo.removeLast();
      if (world.over() || world.astray()) {
        outcomes.add(Outcome.of(code, world));
      } else {
        expand(world);
      }
    }
    return Optional.of(Set.copyOf(outcomes));
  }

  private void expand(World world) {
    if (events.mustAdvance(world)) {
      World later = world.copy();
      if (events.advance(later)) {
        reach(later);
      } else {
        outcomes.add(Outcome.HANG);
      }
      return;
    }
    for (int task : runnable(world)) {
      World next = world.copy();
      machine.act(next, task);
      reach(next);
    }
    for (Events.Event event : events.due(world)) {
      World next = world.copy();
      events.happen(next, event);
      reach(next);
    }
  }

  private static final int NOBODY = -1;

  private List<Integer> runnable(World world) {
    List<Integer> runnable = new ArrayList<>();
    for (int id = 0; id < world.numbers(); id++) {
      if (machine.canAct(world, id)) {
        runnable.add(id);
      }
    }
    return runnable;
  }

  /// Does what is private to one task before the state is looked at: it need not be interleaved.
  private void reach(World world) {
    for (int task = privately(world); task != NOBODY; task = privately(world)) {
      machine.act(world, task);
    }
    if (seen.add(world)) {
      todo.addLast(world);
    }
  }

  private int privately(World world) {
    for (int id = 0; id < world.numbers(); id++) {
      if (world.task(id).ready() && machine.isPrivate(world, id)) {
        return id;
      }
    }
    return NOBODY;
  }
}
