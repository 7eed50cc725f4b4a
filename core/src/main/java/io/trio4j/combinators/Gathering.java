package io.trio4j.combinators;

import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.Nursery;
import io.trio4j.Outcome;
import io.trio4j.Task;
import io.trio4j.TaskCancelledException;
import io.trio4j.lowlevel.Checkpoints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// All bodies at once, and what all of them gave.
final class Gathering {
  private Gathering() {}

  static <T extends @Nullable Object> List<T> all(
      Collection<? extends Callable<? extends T>> bodies) {
    return values("all", start("all", bodies));
  }

  static <T extends @Nullable Object> List<Outcome<T>> allSettled(
      Collection<? extends Callable<? extends T>> bodies) {
    List<Callable<Outcome<T>>> settling = new ArrayList<>(bodies.size());
    for (Callable<? extends T> body : List.copyOf(bodies)) {
      settling.add(() -> settle(body));
    }
    List<Outcome<T>> outcomes = new ArrayList<>(settling.size());
    for (Task<? extends Outcome<T>> task : start("allSettled", settling)) {
      outcomes.add(settledOutcome(task));
    }
    return Collections.unmodifiableList(outcomes);
  }

  private static <V extends @Nullable Object> List<Task<? extends V>> start(
      String name, Collection<? extends Callable<? extends V>> bodies) {
    List<Callable<? extends V>> all = List.copyOf(bodies);
    Checkpoints.checkpointIfCancelled();
    List<Task<? extends V>> tasks = new ArrayList<>(all.size());
    Nursery.run(
        name,
        nursery -> {
          for (Callable<? extends V> body : all) {
            tasks.add(nursery.startSoon(Integer.toString(tasks.size()), body));
          }
        });
    return tasks;
  }

  /// What a body gives or throws, as a value.
  static <T extends @Nullable Object> Outcome<T> settle(Callable<? extends T> body)
      throws Exception {
    try {
      return new Outcome.Success<>(body.call());
    } catch (Cancelled cancelled) {
      throw cancelled;
    } catch (Throwable failure) { // a value from here on
      if (Tolerance.isCancelled()) { // nobody will get it; or our own interrupt has caused it
        throw failure;
      }
      return new Outcome.Failure<>(failure);
    }
  }

  private static <T extends @Nullable Object> Outcome<T> settledOutcome(
      Task<? extends Outcome<T>> task) {
    Outcome<? extends Outcome<T>> ended = task.outcome().orElseThrow();
    return switch (ended) {
      case Outcome.Success(var outcome) -> outcome;
      case Outcome.Stopped(var reason) -> new Outcome.Stopped<>(reason);
      case Outcome.Failure(Throwable error) -> throw unreachable(task, error);
    };
  }

  /// The values of tasks that have all ended, none of them by a failure.
  private static <T extends @Nullable Object> List<T> values(
      String name, List<Task<? extends T>> tasks) {
    List<T> values = new ArrayList<>(tasks.size());
    List<Branch> cancelled = new ArrayList<>(0);
    for (Task<? extends T> task : tasks) {
      switch (task.outcome().orElseThrow()) {
        case Outcome.Success(var value) -> values.add(value);
        case Outcome.Stopped(var reason) ->
            cancelled.add(branch(new TaskCancelledException(task, reason)));
        case Outcome.Failure(Throwable error) -> throw unreachable(task, error);
      }
    }
    throwIfAny(name, cancelled);
    return Collections.unmodifiableList(values);
  }

  static Branch branch(TaskCancelledException cancelled) {
    return new Branch(cancelled, cancelled.task().path(), "");
  }

  static void throwIfAny(String name, List<Branch> branches) {
    if (!branches.isEmpty()) {
      throw ExceptionGroup.ofBranches(name, branches);
    }
  }

  private static IllegalStateException unreachable(Task<?> task, Throwable error) {
    return new IllegalStateException(
        "unreachable: " + task + " failed, and its nursery did not", error);
  }
}
