package io.trio4j.stress.timer;

import io.trio4j.internal.time.StripedWheels;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/// Two production wheels: disarm looks for the wheel before it takes a lock, and meanwhile the node
/// may have been taken back and armed in the other wheel.
///
/// They do not advance, which visits one after the other: that is no single point in time.
@Param(name = "number", gen = IntGen.class, conf = "0:1")
public class TwoWheels {
  private final ModelNode[] nodes = ModelNode.all();
  private final StripedWheels wheels = new StripedWheels(1, 0);

  /// In one thread at a time: two at once in different wheels would be the caller's defect.
  @Operation(nonParallelGroup = "armer")
  public String arm(@Param(name = "number") int number) {
    try {
      return wheels.arm(nodes[number]) ? "wake" : "quiet";
    } catch (IllegalStateException _) {
      return "refused";
    }
  }

  @Operation
  public boolean disarm(@Param(name = "number") int number) {
    return wheels.disarm(nodes[number]);
  }
}
