package io.trio4j.testing;

import io.trio4j.Action;
import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.Task;
import io.trio4j.internal.hooks.RunHooks;
import io.trio4j.lowlevel.Instrument;
import io.trio4j.lowlevel.RunInstruments;
import org.jspecify.annotations.Nullable;

/// Cancels what is injected at the nth place.
final class CancelFaults extends FaultTry implements Faults {
  private volatile @Nullable String swallowed; // by which task

  CancelFaults(int number) {
    super(number);
  }

  @Override
  Faults asFaults() {
    return this;
  }

  private String reason() {
    return "fault " + number() + " of FaultInjector";
  }

  @Override
  public boolean inject(Action<? extends Exception> body) throws Exception {
    use();
    Injection injection = new Injection();
    RunInstruments.add(injection);
    try {
      RunHooks.<Exception>watchCancelPoints(
          () -> injection.place("a cancel at a checkpoint"),
          scope -> {
            injection.scope = scope;
            body.run();
            injection.completed = true;
          });
    } finally {
      injection.scope = null;
      injection.remove();
    }
    return injection.completed;
  }

  @Override
  void ensureMet() {
    super.ensureMet();
    String by = swallowed;
    if (by != null) {
      throw new AssertionError(
          by + " swallowed the Cancelled: a body returned normally although one was thrown in it");
    }
  }

  /// One call of `inject`, and what happens in the run meanwhile.
  private final class Injection implements Instrument {
    private volatile @Nullable CancelScope scope; // while the body runs; written by its task
    private volatile boolean completed; // written by the body's task

    void place(String doing) {
      CancelScope here = scope;
      if (here != null && isHere(doing)) {
        here.cancel(reason());
      }
    }

    @Override
    public void afterTaskStep(Task<?> task) {
      if (scope != null) {
        place(
            "a cancel as "
                + task
                + RunHooks.waitSubject(task)
                    .map(subject -> " began to wait for " + subject)
                    .orElse(" let others go on"));
      }
    }

    @Override
    public void cancelSwallowed(Task<?> task, CancelReason reason) {
      if (reason.text().equals(reason())) {
        swallowed = task.toString();
      }
    }

    void remove() {
      try {
        RunInstruments.remove(this);
      } catch (IllegalStateException failed) { // it threw, and was removed and logged for that
        throw new AssertionError("the injector itself failed, see the log", failed);
      }
    }
  }
}
