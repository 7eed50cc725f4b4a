package io.trio4j.combinators;

import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.TrioTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Counts restarts within a time, and keeps what they were for.
///
/// As in OTP, a restart exactly `within` ago still counts.
final class RestartWindow {
  /// What a supervisor that gives up can show. More help nobody, and each keeps a stack alive.
  private static final int MOST_KEPT = 100;

  private record Restarted(TrioTime at, Branch why) {}

  private final int atMost;
  private final Duration within;
  private final ArrayDeque<TrioTime> times = new ArrayDeque<>();
  private final ArrayDeque<Restarted> kept = new ArrayDeque<>(); // the newest of them

  RestartWindow(int atMost, Duration within) {
    this.atMost = atMost;
    this.within = within;
  }

  /// Counts a restart.
  ///
  /// @return whether it is within the limit
  boolean add(TrioTime now, Branch why) {
    if (atMost == Integer.MAX_VALUE) {
      return true; // nothing is ever asked of what was kept
    }
    TrioTime oldest = now.minus(within);
    while (!times.isEmpty() && times.getFirst().isBefore(oldest)) {
      times.removeFirst();
    }
    while (!kept.isEmpty() && (kept.getFirst().at().isBefore(oldest) || kept.size() >= MOST_KEPT)) {
      kept.removeFirst();
    }
    times.addLast(now);
    kept.addLast(new Restarted(now, why));
    return times.size() <= atMost;
  }

  /// What the restarts within the time were for, oldest first.
  List<Branch> failures() {
    List<Branch> all = new ArrayList<>();
    kept.forEach(restarted -> all.add(restarted.why()));
    return all;
  }

  /// How many there were within the time, at the last one.
  int count() {
    return times.size();
  }
}
