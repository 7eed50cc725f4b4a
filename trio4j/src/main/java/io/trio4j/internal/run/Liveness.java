package io.trio4j.internal.run;

import io.trio4j.internal.time.RealTime;
import java.util.List;

/// What is alive in this JVM: the registry leak checks compare.
public final class Liveness {
  private Liveness() {}

  public static List<String> runs() {
    return Run.live().stream().map(Run::toString).sorted().toList();
  }

  public static int timerEntryCount() {
    return RealTime.instance().timer().pendingCount();
  }
}
