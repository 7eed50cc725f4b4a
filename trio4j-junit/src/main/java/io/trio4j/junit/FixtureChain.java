package io.trio4j.junit;

import io.trio4j.Action;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The fixtures around one test, one inside the other.
final class FixtureChain {
  private final List<Fixture> needed;
  private final TestParameters parameters;
  private final FailureDumps dumps;
  private final ExtensionContext context;
  private @Nullable String crash; // written by the main task, the first one stays

  FixtureChain(
      Method test, TestParameters parameters, FailureDumps dumps, ExtensionContext context) {
    needed = List.copyOf(parameters.fixtures(context).neededBy(test));
    this.parameters = parameters;
    this.dumps = dumps;
    this.context = context;
  }

  /// Runs `test` in all of them.
  void around(Action<Throwable> test) throws Throwable {
    around(needed, test);
  }

  private void around(List<Fixture> outerFirst, Action<Throwable> test) throws Throwable {
    if (outerFirst.isEmpty()) {
      test.run();
      return;
    }
    Fixture fixture = outerFirst.getFirst();
    FixtureRun run =
        new FixtureRun(
            fixture,
            value -> {
              parameters.made(fixture, value);
              around(outerFirst.subList(1, outerFirst.size()), test);
            });
    parameters.began(fixture, run);
    try {
      context.getExecutableInvoker().invoke(fixture.method(), fixture.target());
    } catch (Throwable t) {
      throw noted(fixture, run, t);
    }
    run.returned();
  }

  private Throwable noted(Fixture fixture, FixtureRun run, Throwable out) {
    if (run.crashed() && crash == null && !(out instanceof Cancelled)) {
      crash = fixture + " crashed " + run.moment();
      if (!(out instanceof ExceptionGroup)) {
        dumps.record(out); // one in a task of its own has been recorded there
      }
    }
    return run.asThrown(out);
  }

  /// Which fixture crashed, and when.
  Optional<String> crash() {
    return Optional.ofNullable(crash);
  }
}
