package io.trio4j.combinators;

import io.trio4j.Call;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.TaskInterruptedException;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.lowlevel.Checkpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One call's way through a [Schedule].
final class Repeating {
  /// Earlier failures that are kept: the first, and the latest of the others. More would fill logs
  /// and, where something is tried for ever, the memory.
  private static final int FAILURES_KEPT = 8;

  private final Schedule.Steps steps;
  private final TrioTime began;
  private final List<Throwable> failures = new ArrayList<>(0); // before the latest one

  private Repeating(Schedule schedule) {
    steps = schedule.begin();
    began = Trio.currentTime();
  }

  static <T extends @Nullable Object, X extends Throwable> T retry(
      Schedule schedule, Predicate<? super Exception> worthRetry, Call<T, X> body) throws X {
    Objects.requireNonNull(worthRetry, "worthRetry");
    Objects.requireNonNull(body, "body"); // else its absence would be tried again and again
    Checkpoints.checkpoint();
    Repeating way = new Repeating(schedule);
    while (true) {
      Duration pause;
      try {
        return body.call();
      } catch (Cancelled cancelled) {
        throw cancelled;
      } catch (Throwable failure) {
        pause = way.pauseAfter(failure, worthRetry);
        if (pause.isNegative()) {
          throw failure;
        }
      }
      Trio.sleep(pause);
    }
  }

  static <T extends @Nullable Object, X extends Throwable> T repeat(
      Schedule schedule, Call<T, X> body) throws X {
    Objects.requireNonNull(body, "body");
    Checkpoints.checkpoint();
    Repeating way = new Repeating(schedule);
    while (true) {
      T value = body.call();
      long nanos = way.nextNanos();
      if (nanos == Schedule.END) {
        return value;
      }
      Trio.sleep(Duration.ofNanos(nanos));
    }
  }

  private long nextNanos() {
    return steps.nextNanos(new Schedule.Clockwork(began, Trio.currentTime()));
  }

  /// How long to wait before the next attempt; negative if there is to be none.
  private Duration pauseAfter(Throwable failure, Predicate<? super Exception> worthRetry) {
    if (isForRetry(failure, worthRetry)) {
      long nanos = nextNanos();
      Duration wait = Duration.ofNanos(nanos);
      TrioTime next = Trio.currentTime().plus(wait);
      if (nanos != Schedule.END && next.isBefore(CancelScope.currentEffectiveDeadline())) {
        keep(failure);
        return wait;
      }
    }
    showEarlier(failure);
    return Duration.ofNanos(Schedule.END);
  }

  private static boolean isForRetry(Throwable failure, Predicate<? super Exception> worthRetry) {
    boolean interrupt =
        failure instanceof InterruptedException || failure instanceof TaskInterruptedException;
    if (interrupt || !Tolerance.covers(failure) || !(failure instanceof Exception exception)) {
      return false;
    }
    try {
      return worthRetry.test(exception);
    } catch (Throwable broken) {
      if (broken != failure) {
        broken.addSuppressed(failure);
      }
      throw broken;
    }
  }

  private void keep(Throwable failure) {
    if (failures.stream().anyMatch(kept -> kept == failure)) {
      return;
    }
    if (failures.size() == FAILURES_KEPT) {
      failures.remove(1);
    }
    failures.add(failure);
  }

  private void showEarlier(Throwable last) {
    for (Throwable failure : failures) {
      if (failure != last) {
        last.addSuppressed(failure);
      }
    }
  }
}
