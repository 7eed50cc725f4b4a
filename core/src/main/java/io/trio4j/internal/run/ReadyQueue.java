package io.trio4j.internal.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tasks that wait for the baton, in rounds: whoever becomes ready during a round goes in the
/// next one. With a seed the order within a round is drawn, else it is first come, first served.
///
/// @threadsafety none: the scheduler's lock
final class ReadyQueue {
  private final @Nullable SeededRandom random;
  private final ArrayDeque<RunTask<?>> round = new ArrayDeque<>();
  private final List<RunTask<?>> coming = new ArrayList<>();

  ReadyQueue(@Nullable SeededRandom random) {
    this.random = random;
  }

  void add(RunTask<?> task) {
    coming.add(task);
  }

  boolean isEmpty() {
    return round.isEmpty() && coming.isEmpty();
  }

  /// The next one, who is in the queue no more.
  @Nullable RunTask<?> poll() {
    if (round.isEmpty() && !coming.isEmpty()) {
      if (random != null) {
        shuffle(coming, random);
      }
      round.addAll(coming);
      coming.clear();
    }
    return round.poll();
  }

  private static void shuffle(List<RunTask<?>> tasks, SeededRandom random) {
    for (int i = tasks.size() - 1; i > 0; i--) {
      Collections.swap(tasks, i, random.nextInt(i + 1));
    }
  }

  /// How many tasks of users wait.
  int userCount() {
    return userCount(round) + userCount(coming);
  }

  private static int userCount(Collection<RunTask<?>> tasks) {
    int count = 0;
    for (RunTask<?> task : tasks) {
      count += task.isHelper() ? 0 : 1;
    }
    return count;
  }
}
