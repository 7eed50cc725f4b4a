package io.trio4j.internal.run;

import io.trio4j.Cancelled;
import io.trio4j.NoResultException;
import io.trio4j.NurseryAction;
import io.trio4j.NurseryCall;
import org.jspecify.annotations.Nullable;

/// Opens nurseries around bodies.
public final class Nurseries {
  private Nurseries() {}

  public static void run(String name, NurseryAction body) {
    RunNursery nursery = new RunNursery(RunTask.current(), name, RunNursery.Kind.ORDINARY);
    Cancelled before = nursery.openBlock();
    Throwable thrown = null;
    try {
      body.run(nursery);
    } catch (Throwable t) { // a member of the group that closeBlock throws
      thrown = t;
    }
    nursery.closeBlock(before, thrown);
  }

  @SuppressWarnings("NullAway") // the value is set unless something was thrown
  public static <T extends @Nullable Object> T call(String name, NurseryCall<T> body) {
    RunNursery nursery = new RunNursery(RunTask.current(), name, RunNursery.Kind.ORDINARY);
    Cancelled before = nursery.openBlock();
    T value = null;
    Throwable thrown = null;
    try {
      value = body.call(nursery);
    } catch (Throwable t) { // a member of the group that closeBlock throws
      thrown = t;
    }
    boolean absorbed = nursery.closeBlock(before, thrown);
    if (absorbed && thrown != null) {
      throw new NoResultException(
          nursery
              + " was cancelled ("
              + nursery.reason().orElse(null)
              + ") before it had a value.");
    }
    return value;
  }
}
