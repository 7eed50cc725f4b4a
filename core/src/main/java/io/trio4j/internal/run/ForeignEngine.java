package io.trio4j.internal.run;

import io.trio4j.internal.cancel.CancellableWait;
import io.trio4j.internal.cancel.ScopeNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is done about tasks that are cancelled while they block in code trio4j does not know. The
/// core works without: then such code runs to its end.
public interface ForeignEngine {
  /// Does nothing.
  ForeignEngine NONE = new ForeignEngine() {};

  /// A task is in a cancelled scope, and in no wait of ours that can be ended. By anyone, under no
  /// lock.
  default void cancelled(RunTask<?> task) {}

  /// These waits were ended by a cancel: their tasks go on in cancelled scopes. By anyone, under no
  /// lock.
  default void cancelledInWaits(List<CancellableWait> waits) {}

  /// A task that may have been meddled with is at an edge: of a scope, which it has just popped, of
  /// a nursery's body, or its own end. Waits for what is in flight, clears what is ours, and says
  /// what goes on instead of `thrown`.
  default @Nullable Throwable leaving(RunTask<?> task, ScopeNode left, @Nullable Throwable thrown) {
    return thrown;
  }

  /// Shielded code is about to run: waits for what is in flight and clears what is ours.
  default void quiet(RunTask<?> task) {}

  /// Whether an interrupt that the task has just seen and cleared was this engine's.
  default boolean isOwnInterrupt(RunTask<?> task) {
    return false;
  }

  /// The task has changed the policy of the region it is in.
  default void policyChanged(ForeignRegion region) {}

  /// A task that may have been meddled with has left a region: as [#leaving].
  default @Nullable Throwable regionLeft(ForeignRegion region, @Nullable Throwable thrown) {
    return thrown;
  }

  /// The run has ended.
  default void close() {}
}
