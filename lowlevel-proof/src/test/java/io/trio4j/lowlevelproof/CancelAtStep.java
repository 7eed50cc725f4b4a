package io.trio4j.lowlevelproof;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.Instrument;
import org.jspecify.annotations.Nullable;

/// Cancels a piece of code at the nth point where its task waits or lets others run.
final class CancelAtStep implements Instrument {
  private static final int MORE_THAN_ANY_TEST_HAS = 200;

  private final int step;
  private int seen; // touched by the victim
  private volatile @Nullable CancelScope scope;
  private volatile @Nullable Task<?> victim;

  private CancelAtStep(int step) {
    this.step = step;
  }

  /// Runs `program` again and again, cancelled at its first step, its second, and so on, until it
  /// ends before the cancel.
  static void each(RunOptions options, Program program) throws Exception {
    int step = 0;
    CancelAtStep knife;
    do {
      step++;
      assertThat(step).isLessThan(MORE_THAN_ANY_TEST_HAS);
      knife = new CancelAtStep(step);
      CancelAtStep current = knife;
      Trio.<Exception>run(options.withInstrument(knife), () -> program.run(current));
    } while (knife.seen >= step);
    assertThat(step).as("the victim was cancelled nowhere").isGreaterThan(1);
  }

  /// A run with a victim in it.
  interface Program {
    void run(CancelAtStep knife) throws Exception;
  }

  /// Runs `body`, in its own task, as the victim.
  ///
  /// @return the scope that is cancelled
  <X extends Exception> CancelScope victim(Action<X> body) throws X {
    return CancelScope.run(inner -> {
      scope = inner;
      victim = Task.current();
      try {
        body.run();
      } finally {
        victim = null;
      }
    });
  }

  @Override
  public void afterTaskStep(Task<?> task) {
    CancelScope around = scope;
    if (around != null && task == victim && ++seen == step) {
      around.cancel("at step " + step);
    }
  }
}
