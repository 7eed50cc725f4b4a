package io.trio4j.conformance.helpers;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.junit.TrioTest;
import io.trio4j.lowlevel.RunInstruments;
import io.trio4j.testing.TraceInstrument;
import io.trio4j.testing.VirtualClock;
import java.util.ArrayList;
import java.util.List;

/// Tests of a user, for [TrioTestTest]. The name is none that test runners look for.
class TrioTestCases {
  /// What the runs of each test were, in the order in which they ended.
  static final List<List<String>> TRACES = new ArrayList<>();

  private static void traceFiveTasks() {
    TraceInstrument trace = TraceInstrument.create();
    RunInstruments.add(trace);
    Nursery.run(nursery -> {
      for (int i = 0; i < 5; i++) {
        nursery.startSoon(
            "task-" + i,
            () -> {
              for (int step = 0; step < 50; step++) {
                Trio.checkpoint();
              }
            });
      }
    });
    TRACES.add(trace.steps());
  }

  @TrioTest(modes = RunMode.COOPERATIVE)
  void traced_cooperative() {
    traceFiveTasks();
  }

  @TrioTest(modes = RunMode.DETERMINISTIC)
  void traced_deterministic() {
    traceFiveTasks();
  }

  @TrioTest(modes = RunMode.PARALLEL)
  void two_clocks_parallel(VirtualClock one, VirtualClock two) {
    throw new AssertionError(one + " and " + two);
  }

  @TrioTest(modes = RunMode.COOPERATIVE)
  void two_clocks_cooperative(VirtualClock one, VirtualClock two) {
    throw new AssertionError(one + " and " + two);
  }

  @TrioTest(modes = RunMode.DETERMINISTIC)
  void two_clocks_deterministic(VirtualClock one, VirtualClock two) {
    throw new AssertionError(one + " and " + two);
  }
}
