package io.trio4j.internal.run;

import io.trio4j.internal.time.RealTime;
import java.util.Set;

/// What is alive in this JVM: the registry leak checks compare.
public final class Liveness {
  private Liveness() {}

  public static Set<Object> runs() {
    return Set.copyOf(Run.live());
  }

  public static int timerEntryCount() {
    return RealTime.instance().timer().pendingCount();
  }
}
