package io.trio4j.stress.reference;

import java.util.Arrays;

/// A state of the model: the clock, and every scope, nursery and task by its number.
///
/// Mutable, and copied before each step; two are equal if the same can follow.
final class World {
  private long now;
  private Trail order = Trail.EMPTY;
  private boolean astray;
  private final ScopeState[] scopes;
  private final NurseryState[] nurseries;
  private final TaskState[] tasks;

  /// The state in which the main task is about to begin.
  World(Code code) {
    scopes = new ScopeState[code.numbers()];
    nurseries = new NurseryState[code.numbers()];
    tasks = new TaskState[code.numbers()];
    Arrays.fill(scopes, ScopeState.ABSENT);
    Arrays.fill(nurseries, NurseryState.ABSENT);
    Arrays.fill(tasks, TaskState.ABSENT);
    tasks[Program.MAIN] = TaskState.started(0, -1, -1);
  }

  private World(World other) {
    now = other.now;
    order = other.order;
    astray = other.astray;
    scopes = other.scopes.clone();
    nurseries = other.nurseries.clone();
    tasks = other.tasks.clone();
  }

  World copy() {
    return new World(this);
  }

  int numbers() {
    return tasks.length;
  }

  long now() {
    return now;
  }

  void advanceTo(long time) {
    now = time;
  }

  ScopeState scope(int id) {
    return scopes[id];
  }

  void set(int id, ScopeState state) {
    scopes[id] = state;
  }

  NurseryState nursery(int id) {
    return nurseries[id];
  }

  void set(int id, NurseryState state) {
    nurseries[id] = state;
  }

  TaskState task(int id) {
    return tasks[id];
  }

  void set(int id, TaskState state) {
    tasks[id] = state;
  }

  /// What all tasks logged, in order; empty unless recorded with [#log(int)].
  Trail order() {
    return order;
  }

  void log(int id) {
    order = order.plus(id);
  }

  /// Whether a `Cancelled` came to the edge of a task with no cancelled scope above: the program is
  /// in error, and what follows is not compared.
  boolean astray() {
    return astray;
  }

  void goAstray() {
    astray = true;
  }

  boolean anyReady() {
    for (TaskState task : tasks) {
      if (task.ready()) {
        return true;
      }
    }
    return false;
  }

  boolean over() {
    return tasks[Program.MAIN].status() == TaskState.Status.DONE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof World world
        && now == world.now
        && astray == world.astray
        && order.equals(world.order)
        && Arrays.equals(tasks, world.tasks)
        && Arrays.equals(scopes, world.scopes)
        && Arrays.equals(nurseries, world.nurseries);
  }

  @Override
  public int hashCode() {
    int hash = Long.hashCode(now) * 31 + order.hashCode();
    hash = hash * 31 + Arrays.hashCode(tasks);
    hash = hash * 31 + Arrays.hashCode(scopes);
    return hash * 31 + Arrays.hashCode(nurseries);
  }
}
