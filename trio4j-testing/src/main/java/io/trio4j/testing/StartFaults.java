package io.trio4j.testing;

import io.trio4j.Action;
import io.trio4j.ExceptionGroup;
import io.trio4j.Trio;
import io.trio4j.internal.hooks.RunHooks;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// Lets the nth start of a task in what is injected fail.
final class StartFaults extends FaultTry implements Faults {
  private final OutOfMemoryError fault;

  StartFaults(int number) {
    super(number);
    fault = new OutOfMemoryError("no memory for a thread: fault " + number + " of FaultInjector");
  }

  @Override
  Faults asFaults() {
    return this;
  }

  @Override
  public boolean inject(Action<? extends Exception> body) throws Exception {
    use();
    Action<Exception> any = body::run;
    try {
      RunHooks.<@Nullable Void, Exception>withThreads(
          this::failing,
          () -> {
            Trio.run(any);
            return null;
          });
      return true;
    } catch (Exception | OutOfMemoryError thrown) {
      if (isTheFault(thrown)) {
        return false;
      }
      throw thrown;
    }
  }

  private ThreadFactory failing(ThreadFactory usual) {
    return task -> {
      if (isHere("a failed start of a task")) {
        throw fault;
      }
      return usual.newThread(task);
    };
  }

  /// Whether nothing else was thrown.
  private boolean isTheFault(Throwable thrown) {
    List<Throwable> roots =
        thrown instanceof ExceptionGroup group ? group.rootCauses() : List.of(thrown);
    return roots.stream().allMatch(this::isCausedByTheFault);
  }

  private boolean isCausedByTheFault(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at == fault) {
        return true;
      }
    }
    return false;
  }
}
