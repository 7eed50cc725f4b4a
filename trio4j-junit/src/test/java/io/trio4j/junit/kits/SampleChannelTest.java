package io.trio4j.junit.kits;

/// A channel that keeps the rules passes.
// @start region="channel"
class SampleChannelTest implements ChannelConformance {
  @Override
  public TestedChannel newChannel(int capacity) {
    return new SampleChannel(capacity, SampleChannel.Bug.NONE);
  }

  @Override
  public Class<? extends Throwable> atTheEnd() {
    return SampleChannel.EndException.class;
  }

  @Override
  public Class<? extends Throwable> withoutReceiver() {
    return SampleChannel.BrokenException.class;
  }

  @Override
  public Class<? extends Throwable> afterClosing() {
    return SampleChannel.ClosedException.class;
  }
}
// @end
