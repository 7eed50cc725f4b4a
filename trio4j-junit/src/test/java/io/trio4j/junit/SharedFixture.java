package io.trio4j.junit;

import io.trio4j.testing.Sequencer;

/// A fixture that several test classes share.
interface SharedFixture {
  /// What it makes.
  record Shared(int port, Sequencer sequencer) {}

  @TrioFixture
  default void shared(@FreePort int port, Sequencer sequencer, TestBody<Shared> test)
      throws Exception {
    test.run(new Shared(port, sequencer));
  }
}
