package io.trio4j.stress.timer;

import io.trio4j.internal.time.DueList;
import io.trio4j.internal.time.StripedWheels;
import io.trio4j.internal.time.TimerNode;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/// The production wheel, alone in its stripes.
@Param(name = "number", gen = IntGen.class, conf = "0:2")
@Param(name = "ticks", gen = IntGen.class, conf = "0:40")
public class OneWheel {
  private final ModelNode[] nodes = ModelNode.all();
  private final StripedWheels wheels = new StripedWheels(0, 0);
  private final DueList due = new DueList(); // the owner's
  private long now; // the owner's

  @Operation
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

  /// One thread is the owner, as in production, but in any order with the others.
  @Operation(nonParallelGroup = "owner")
  public void advance(@Param(name = "ticks") int ticks) {
    now += ticks * ModelNode.TICK_NANOS;
    wheels.advance(now, due);
  }

  @Operation(nonParallelGroup = "owner")
  public int poll() {
    TimerNode node = due.poll();
    return node == null ? -1 : ((ModelNode) node).number;
  }
}
