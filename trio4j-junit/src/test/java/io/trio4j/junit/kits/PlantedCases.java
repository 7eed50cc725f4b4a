package io.trio4j.junit.kits;

import java.util.EnumSet;
import java.util.Set;

/// The suites on things with a planted bug, for [PlantedBugTest]. The names are none that test
/// runners look for.
final class PlantedCases {
  // set before a suite is run, by one thread after the other
  private static volatile SampleLock.Bug lockBug = SampleLock.Bug.NONE;
  private static volatile SampleChannel.Bug channelBug = SampleChannel.Bug.NONE;

  private PlantedCases() {}

  static void plant(SampleLock.Bug bug) {
    lockBug = bug;
  }

  static void plant(SampleChannel.Bug bug) {
    channelBug = bug;
  }

  /// A lock with the bug.
  static class LockCase implements LockConformance {
    @Override
    public TestedLock newLock() {
      return new SampleLock(lockBug);
    }
  }

  /// The same lock, without promises.
  static class ModestLockCase extends LockCase {
    @Override
    public Set<LockTrait> traits() {
      return EnumSet.noneOf(LockTrait.class);
    }
  }

  /// A channel with the bug.
  static class ChannelCase extends SampleChannelTest {
    @Override
    public TestedChannel newChannel(int capacity) {
      return new SampleChannel(capacity, channelBug);
    }
  }
}
