package io.trio4j.internal.cancel;

/// A scope whose owner has tasks started in it.
public abstract class NurseryNode extends TaskScope {
  protected NurseryNode() {}

  /// The tasks started here that have not ended. Misses none that was listed before the call.
  public abstract Iterable<? extends TaskNode> children();
}
