package io.trio4j.internal.errors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Gives failures that differ in nothing but their messages the same number.
///
/// Alike are throwables of one class with equal stack traces whose causes and suppressed exceptions
/// are alike in the same order. Every throwable is looked at once, whatever the graph of them is.
final class Likeness {
  // Deeper causes are too rare to fold, and recursion must end; a throwable at the end is like no
  // other.
  private static final int DEPTH = 50;

  private final IdentityHashMap<Throwable, Integer> numbers = new IdentityHashMap<>();
  private final Map<Traits, Integer> numberOfTraits = new HashMap<>();

  int of(Throwable error) {
    return of(error, 0);
  }

  private int of(Throwable error, int depth) {
    Integer known = numbers.get(error);
    if (known != null) {
      return known;
    }
    int fresh = numbers.size();
    // Stands for the error while its causes are looked at, so that a cycle comes to an end.
    numbers.put(error, fresh);
    if (depth == DEPTH) {
      return fresh;
    }
    int number = numberOfTraits.computeIfAbsent(traitsOf(error, depth), _ -> fresh);
    numbers.put(error, number);
    return number;
  }

  private Traits traitsOf(Throwable error, int depth) {
    Untrusted untrusted = new Untrusted(error);
    List<Integer> parts = new ArrayList<>();
    // The first part is the cause, -1 if there is none.
    parts.add(untrusted.cause().map(cause -> of(cause, depth + 1)).orElse(-1));
    untrusted.suppressed().forEach(suppressed -> parts.add(of(suppressed, depth + 1)));
    return new Traits(error.getClass(), untrusted.trace(), parts);
  }

  private record Traits(Class<?> type, List<StackTraceElement> trace, List<Integer> parts) {}
}
