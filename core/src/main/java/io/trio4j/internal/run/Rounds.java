package io.trio4j.internal.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns in rounds: whoever becomes ready during a round goes in the next one. With a seed the
/// order within a round is drawn, else it is first come, first served.
final class Rounds extends ReadyQueue {
  private final @Nullable SeededRandom random;
  private final ArrayDeque<RunTask<?>> round = new ArrayDeque<>();
  private final List<RunTask<?>> coming = new ArrayList<>();

  Rounds(@Nullable SeededRandom random) {
    this.random = random;
  }

  @Override
  void add(RunTask<?> task) {
    coming.add(task);
  }

  @Override
  boolean isEmpty() {
    return round.isEmpty() && coming.isEmpty();
  }

  @Override
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

  @Override
  int userCount() {
    return userCount(round) + userCount(coming);
  }
}
