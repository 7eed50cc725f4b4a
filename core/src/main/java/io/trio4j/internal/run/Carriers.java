package io.trio4j.internal.run;

import io.trio4j.ContextCarrier;
import io.trio4j.ContextCarrier.Captured;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Calls the carriers of a run, so that one that fails is neither lost nor in the others' way.
final class Carriers {
  static final List<Captured> NONE = List.of();

  private Carriers() {}

  /// What a run's carriers are: those of the run around it, then its own.
  static List<ContextCarrier> of(List<ContextCarrier> own, @Nullable Run outer) {
    if (outer == null || outer.carriers().isEmpty()) {
      return own;
    }
    List<ContextCarrier> all = new ArrayList<>(outer.carriers());
    own.stream().filter(carrier -> !all.contains(carrier)).forEach(all::add);
    return List.copyOf(all);
  }

  static List<Captured> capture(List<ContextCarrier> carriers) {
    if (carriers.isEmpty()) {
      return NONE;
    }
    List<Captured> all = new ArrayList<>(carriers.size());
    for (ContextCarrier carrier : carriers) {
      all.add(
          Objects.requireNonNull(
              carrier.capture(), () -> "capture() of " + carrier + " must not return null"));
    }
    return all;
  }

  /// Runs `body` with what was captured, the first outermost.
  static @Nullable Object call(List<Captured> captured, Context.Body body) throws Throwable {
    if (captured.isEmpty()) {
      return body.call();
    }
    Captured first = captured.getFirst();
    AutoCloseable installed =
        Objects.requireNonNull(
            first.install(), () -> "install() of " + first + " must not return null");
    try (installed) {
      return call(captured.subList(1, captured.size()), body);
    }
  }
}
