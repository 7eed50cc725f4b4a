package io.trio4j.combinators;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.NoResultException;
import io.trio4j.Nursery;
import io.trio4j.NurseryAction;
import io.trio4j.Task;
import io.trio4j.lowlevel.Checkpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Several bodies, one of which is to win: the rest is cancelled.
///
/// @param <T> the value
final class Race<T extends @Nullable Object> {
  private final String name;
  private final List<Callable<? extends T>> bodies;
  private final FirstValue<T> first;
  private final List<Branch> tolerated = Collections.synchronizedList(new ArrayList<>(0));

  Race(String name, List<Callable<? extends T>> bodies, Consumer<? super T> unused) {
    this.name = name;
    this.bodies = bodies;
    first = new FirstValue<>(unused);
  }

  /// The first to end wins: a failure is the nursery's.
  T firstToEnd() {
    return decide(nursery -> {
      for (int i = 0; i < bodies.size(); i++) {
        Callable<? extends T> body = bodies.get(i);
        nursery.startSoon(Integer.toString(i), () -> offer(nursery, body.call()));
      }
    });
  }

  /// The first value wins.
  T firstToSucceed() {
    return decide(nursery -> {
      for (int i = 0; i < bodies.size(); i++) {
        startAlternative(nursery, i);
      }
    });
  }

  /// The first value wins, and who is not needed does not begin.
  T firstToSucceed(Duration delay) {
    return decide(nursery -> {
      for (int i = 0; i < bodies.size() && !first.isThere(); i++) {
        Task<?> latest = startAlternative(nursery, i);
        if (i + 1 < bodies.size()) {
          CancelScope.moveOnAfter(delay, () -> latest.joinOutcome());
        }
      }
    });
  }

  private T decide(NurseryAction bodiesStarted) {
    Checkpoints.checkpointIfCancelled();
    try {
      Nursery.run(name, bodiesStarted);
    } catch (Throwable thrown) {
      first.withdraw(thrown);
      if (thrown instanceof ExceptionGroup) {
        tolerated.forEach(branch -> thrown.addSuppressed(branch.error()));
      }
      throw thrown;
    }
    if (!first.isThere()) {
      Gathering.throwIfAny(name, tolerated);
      throw new NoResultException(
          name + " has no value: each of its bodies cancelled its own task before it had one.");
    }
    return first.get();
  }

  private Task<?> startAlternative(Nursery nursery, int number) {
    Callable<? extends T> body = bodies.get(number);
    return nursery.startSoon(Integer.toString(number), () -> tryAlternative(nursery, body));
  }

  private void tryAlternative(Nursery nursery, Callable<? extends T> body) throws Exception {
    T value;
    try {
      // The edge of a scope: a body that made a failure of its cancel has not swallowed it.
      value = CancelScope.<T, Exception>call(_ -> body.call());
    } catch (Exception failure) { // thrown by `decide` if all fail
      if (!Tolerance.covers(failure) || (!first.isThere() && Tolerance.isCancelled())) {
        throw failure;
      }
      tolerated.add(new Branch(failure, Task.current().path(), ""));
      return;
    }
    offer(nursery, value);
  }

  private void offer(Nursery nursery, T value) {
    if (first.offer(value)) {
      nursery.cancel("another body of " + name + " was first");
    }
  }
}
