package io.trio4j.junit.kits;

/// A lock that keeps the rules passes.
class SampleLockTest implements LockConformance {
  @Override
  public TestedLock newLock() {
    return new SampleLock(SampleLock.Bug.NONE);
  }
}
