package io.trio4j.stress.reference;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Runs a program in the order in which an implementation ran it.
///
/// The order says which task got each turn. It leaves open what happened when several things were
/// due at the same instant, so there can be more than one state after a turn; nearly always there
/// is one.
final class Replay {
  private final Code code;
  private final Machine machine;
  private final Events events;

  private Replay(Code code, Rules rules) {
    this.code = code;
    this.machine = new Machine(code, rules, true);
    this.events = new Events(machine.tree());
  }

  /// What a replay came to.
  ///
  /// @param outcomes what the program may come to in this order; empty if it can't run so
  /// @param turn the turn that could not be taken, or the number of turns
  record Result(Set<Outcome> outcomes, int turn) {}

  static Result run(Code code, Rules rules, List<Integer> turns) {
    return new Replay(code, rules).run(turns);
  }

  private Result run(List<Integer> turns) {
    Set<World> worlds = Set.of(new World(code));
    for (int turn = 0; turn < turns.size(); turn++) {
      Set<World> next = new HashSet<>();
      for (World world : beforeTurn(worlds)) {
        if (world.task(turns.get(turn)).ready()) {
          takeTurn(world, turns.get(turn), next);
        }
      }
      if (next.isEmpty()) {
        return new Result(Set.of(), turn);
      }
      worlds = next;
    }
    return new Result(ends(worlds), turns.size());
  }

  private Set<Outcome> ends(Set<World> worlds) {
    Set<Outcome> outcomes = new HashSet<>();
    for (World world : beforeTurn(worlds)) {
      if (world.over() || world.astray()) {
        outcomes.add(Outcome.of(code, world));
      } else if (events.mustAdvance(world)) {
        outcomes.add(Outcome.HANG);
      }
    }
    return outcomes;
  }

  /// All states that can follow without a turn. With nothing left to do, time moves, and all that
  /// is due then happens, in any order; a deadline that was set in the past may fire, or wait.
  private Set<World> beforeTurn(Set<World> worlds) {
    Set<World> reached = new HashSet<>();
    Deque<World> todo = new ArrayDeque<>();
    worlds.forEach(world -> reach(world, reached, todo));
    while (!todo.isEmpty()) {
      World world = todo.removeLast();
      for (Events.Event event : events.due(world)) {
        World next = world.copy();
        events.happen(next, event);
        reach(next, reached, todo);
      }
      if (events.mustAdvance(world)) {
        World later = world.copy();
        if (events.advance(later)) {
          settled(later).forEach(settled -> reach(settled, reached, todo));
        }
      }
    }
    return reached;
  }

  /// All states in which nothing is due any more.
  private Set<World> settled(World world) {
    Set<World> reached = new HashSet<>();
    Deque<World> todo = new ArrayDeque<>();
    reach(world, reached, todo);
    Set<World> settled = new HashSet<>();
    while (!todo.isEmpty()) {
      World next = todo.removeLast();
      List<Events.Event> due = events.due(next);
      if (due.isEmpty()) {
        settled.add(next);
      }
      for (Events.Event event : due) {
        World after = next.copy();
        events.happen(after, event);
        reach(after, reached, todo);
      }
    }
    return settled;
  }

  /// Lets a task run until its next schedule point. A deadline that has passed may fire meanwhile.
  private void takeTurn(World before, int task, Set<World> after) {
    Set<World> reached = new HashSet<>();
    Deque<World> todo = new ArrayDeque<>();
    reach(before, reached, todo);
    while (!todo.isEmpty()) {
      World world = todo.removeLast();
      if (machine.canAct(world, task)) {
        World next = world.copy();
        if (machine.act(next, task) == Machine.Turn.PASSES || next.astray()) {
          after.add(next);
        } else {
          reach(next, reached, todo);
        }
      }
      for (Events.Event event : events.expiries(world)) {
        World next = world.copy();
        events.happen(next, event);
        reach(next, reached, todo);
      }
    }
  }

  private static void reach(World world, Set<World> reached, Deque<World> todo) {
    if (reached.add(world)) {
      todo.addLast(world);
    }
  }
}
