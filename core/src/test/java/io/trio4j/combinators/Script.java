package io.trio4j.combinators;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/// What one body of a random test does: at a moment no other has, it ends in some way; and if it is
/// cancelled before, it does something about that.
///
/// @param number which body it is
/// @param at when it ends, in milliseconds
/// @param end how
/// @param whenCancelled what it does if it is cancelled before
record Script(int number, long at, End end, WhenCancelled whenCancelled) {
  enum End {
    VALUE,
    EXCEPTION,
    ERROR,
    CANCELS_ITSELF
  }

  enum WhenCancelled {
    ENDS,
    FAILS,
    DOES_NOT_NOTICE
  }

  /// Between two bodies there is room for a cancel.
  private static final int BETWEEN_MILLIS = 10;

  static List<Script> random(Random random) {
    int count = 1 + random.nextInt(5);
    List<Integer> turns = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      turns.add(i);
    }
    Collections.shuffle(turns, random);
    List<Script> scripts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scripts.add(
          new Script(
              i,
              (long) turns.get(i) * BETWEEN_MILLIS,
              End.values()[random.nextInt(End.values().length)],
              WhenCancelled.values()[random.nextInt(WhenCancelled.values().length)]));
    }
    return scripts;
  }

  /// A moment when no body ends, perhaps after all of them.
  static long randomCancel(Random random, int count) {
    return random.nextInt(count + 2) * (long) BETWEEN_MILLIS + BETWEEN_MILLIS / 2;
  }

  String value() {
    return "value " + number;
  }

  String failure() {
    return end + " " + number;
  }

  String late() {
    return "late " + number;
  }

  Callable<String> body(Lab lab) {
    return () -> lab.counted(this::play);
  }

  private String play() {
    switch (whenCancelled) {
      case ENDS -> Lab.sleep(at);
      case DOES_NOT_NOTICE -> CancelScope.shielded(() -> Lab.sleep(at));
      case FAILS -> {
        try {
          Lab.sleep(at);
        } catch (Cancelled _) {
          throw new IllegalStateException(late());
        }
      }
    }
    return switch (end) {
      case VALUE -> value();
      case EXCEPTION -> throw new IllegalArgumentException(failure());
      case ERROR -> throw new AssertionError(failure());
      case CANCELS_ITSELF -> {
        Task.current().cancel("myself");
        Trio.checkpoint();
        yield "unreachable";
      }
    };
  }
}
