package io.trio4j.junit;

import io.trio4j.Action;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.testing.LeakCheck;
import io.trio4j.testing.StepCounter;
import io.trio4j.testing.VirtualClock;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.TestAbortedException;

/// One call of a test method in one run.
final class TestRun implements InvocationInterceptor, ParameterResolver {
  private final Variant variant;
  private final Optional<VirtualClock> clock;
  private final TestParameters parameters;
  private final FailureDumps dumps = new FailureDumps();

  TestRun(Variant variant) {
    this.variant = variant;
    clock =
        switch (variant.test().clock()) {
          case VIRTUAL -> Optional.of(VirtualClock.create().autojump());
          case MANUAL -> Optional.of(VirtualClock.create());
          case REAL -> Optional.empty();
        };
    parameters = new TestParameters(variant, clock);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameters.supports(parameter, context);
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameters.resolve(parameter, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    String name = context.getRequiredTestMethod().getName() + " [" + context.getDisplayName() + "]";
    LimitedRun limited = new LimitedRun(name, TimeLimit.of(variant.test(), context));
    FixtureChain chain = new FixtureChain(method.getExecutable(), parameters, dumps, context);
    Action<Throwable> test = test(invocation, method, context);
    boolean alone = context.getExecutionMode() != ExecutionMode.CONCURRENT;
    limited.call(() -> {
      Optional<LeakCheck> leaks = alone ? Optional.of(LeakCheck.begin()) : Optional.empty();
      Throwable failure = outcome(name, chain, test);
      if (!limited.wasCancelled()) {
        failure = withLeaks(failure, leaks);
      }
      if (failure != null) {
        throw failure;
      }
    });
  }

  private Action<Throwable> test(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context) {
    Method executable = method.getExecutable();
    if (!parameters.needTheRun(executable, context)) {
      return () -> recording(invocation::proceed);
    }
    invocation.skip(); // its arguments were resolved outside the run
    Object target = method.getTarget().orElse(null);
    Action<Throwable> call =
        () -> recording(() -> context.getExecutableInvoker().invoke(executable, target));
    return TestParameters.askForNursery(executable) ? () -> inNursery(call) : call;
  }

  private <X extends Throwable> void recording(Action<X> body) throws X {
    try {
      body.run();
    } catch (Cancelled cancelled) {
      throw cancelled;
    } catch (Throwable t) {
      dumps.record(t);
      throw t;
    }
  }

  private void inNursery(Action<Throwable> test) {
    AtomicReference<@Nullable Cancelled> cutShort = new AtomicReference<>();
    Nursery.run(opened -> {
      parameters.open(opened);
      try {
        test.run();
      } catch (Cancelled cancelled) {
        cutShort.set(cancelled);
        throw cancelled;
      } catch (Throwable t) {
        throw Rethrow.unchecked(t);
      }
    });
    Cancelled cancelled = cutShort.get();
    if (cancelled != null) { // and the nursery absorbed it
      throw new AssertionError(
          "the test did not run to its end: it was "
              + cancelled.reason()
              + ". Cancel the test's nursery as the last thing the test does.");
    }
  }

  /// Runs the test and returns what it threw.
  private @Nullable Throwable outcome(String name, FixtureChain chain, Action<Throwable> test) {
    try {
      Trio.run(options(name), () -> chain.around(test));
      return null;
    } catch (Throwable t) { // thrown by the caller
      String what = name + " failed" + chain.crash().map(crash -> ": " + crash).orElse("");
      dumps
          .of(t)
          .ifPresent(dump -> System.err.println(what + ". What it was doing then:\n" + dump));
      return t instanceof ExceptionGroup group ? loneAssertion(group) : t;
    }
  }

  private RunOptions options(String name) {
    RunOptions options =
        RunOptions.defaults()
            .withMode(variant.mode())
            .withSeed(variant.seed())
            .withName(name)
            .withInstrument(StepCounter.instance())
            .withInstrument(dumps);
    if (clock.isPresent()) {
      return options.withClock(clock.get());
    }
    if (variant.mode() != RunMode.DETERMINISTIC) {
      return options;
    }
    VirtualClock real = VirtualClock.create();
    real.setRate(1);
    return options.withClock(real);
  }

  /// What a test framework knows how to show: a failed assertion or assumption, if it is all.
  private static Throwable loneAssertion(ExceptionGroup group) {
    List<Throwable> roots = group.rootCauses();
    Throwable first = roots.getFirst();
    boolean alone = roots.size() == 1;
    return alone && (first instanceof AssertionError || first instanceof TestAbortedException)
        ? first
        : group;
  }

  private static @Nullable Throwable withLeaks(
      @Nullable Throwable failure, Optional<LeakCheck> leaks) {
    try {
      leaks.ifPresent(LeakCheck::assertNothingLeft);
      return failure;
    } catch (AssertionError left) { // thrown by the caller
      if (failure == null) {
        return left;
      }
      failure.addSuppressed(left);
      return failure;
    }
  }
}
