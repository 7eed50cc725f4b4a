package io.trio4j.junit.kits;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.NurseryAction;
import io.trio4j.TooSlowException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/// What the suites have in common.
final class Kit {
  /// In virtual time, which stands still as long as anybody has something to do.
  private static final Duration FOR_EVER = Duration.ofDays(1);

  /// A channel that always has something must not keep a test for ever.
  static final int MORE_THAN_IS_SENT = 100;

  private Kit() {}

  /// Runs `body` in a nursery. Fails when nobody can go on.
  static void inTime(NurseryAction body) {
    try {
      CancelScope.failAfter(FOR_EVER, () -> Nursery.run(body));
    } catch (TooSlowException stuck) {
      throw new AssertionError(
          "somebody waits for ever: a wake-up was lost, or what is waited for", stuck);
    }
  }

  /// Runs `body` in a scope that is cancelled already.
  static void cancelled(Action<Exception> body) throws Exception {
    CancelScope scope =
        CancelScope.run(around -> {
          around.cancel("planted");
          body.run();
        });
    Assertions.assertTrue(
        scope.cancelledCaught(), "in a cancelled scope it must throw Cancelled, and did not");
  }

  /// Runs `body`, which must throw a `type`.
  static void assertThrows(Class<? extends Throwable> type, String doing, Action<Exception> body) {
    try {
      body.run();
    } catch (Throwable thrown) { // what is expected, or thrown on
      if (type.isInstance(thrown)) {
        return;
      }
      throw new AssertionError(
          doing + " must throw " + type.getSimpleName() + ", and threw " + thrown, thrown);
    }
    throw new AssertionError(doing + " must throw " + type.getSimpleName() + ", and threw nothing");
  }

  static List<Integer> sorted(List<Integer> items) {
    return items.stream().sorted().toList();
  }
}
