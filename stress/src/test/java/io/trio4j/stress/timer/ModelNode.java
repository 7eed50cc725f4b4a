package io.trio4j.stress.timer;

import io.trio4j.internal.time.TimerNode;

/// A node of the model tests; it does not act.
final class ModelNode extends TimerNode {
  /// Near, and two that share a slot of the second level.
  private static final long[] TICKS = {2, 70, 71};

  static final int COUNT = TICKS.length;
  static final long TICK_NANOS = 1L << 20;

  final int number;

  ModelNode(int number) {
    super(tickOf(number) * TICK_NANOS - 1);
    this.number = number;
  }

  static ModelNode[] all() {
    var nodes = new ModelNode[COUNT];
    for (int number = 0; number < COUNT; number++) {
      nodes[number] = new ModelNode(number);
    }
    return nodes;
  }

  /// The tick at which the node is due.
  static long tickOf(int number) {
    return TICKS[number];
  }

  @Override
  public void expire() {}
}
