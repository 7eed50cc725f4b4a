package io.trio4j.testing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One run of a program, with a fault at the nth place.
abstract sealed class FaultTry permits CancelFaults, StartFaults {
  private final int number;
  private final AtomicInteger places = new AtomicInteger();
  private volatile boolean used; // by the program
  private volatile @Nullable String hit; // where; written once, by who is there

  FaultTry(int number) {
    this.number = number;
  }

  abstract Faults asFaults();

  final int number() {
    return number;
  }

  final void use() {
    used = true;
  }

  /// Somebody is at a place for a fault.
  ///
  /// @return whether it is the one
  final boolean isHere(String doing) {
    if (places.incrementAndGet() != number) {
      return false;
    }
    List<StackTraceElement> stack = List.of(Thread.currentThread().getStackTrace());
    hit = doing + Places.firstOfUser(stack).map(frame -> " at " + frame).orElse("");
    return true;
  }

  final boolean hasHit() {
    return hit != null;
  }

  /// Fails if the program did not do its part.
  void ensureMet() {
    if (!used) {
      throw new AssertionError(
          "it has not called faults.inject(…), which says where the fault may hit");
    }
  }

  final String describe() {
    String where = hit;
    return where == null
        ? "without a fault (place " + number + " was not reached)"
        : "with fault " + number + ", " + where;
  }
}
