package io.trio4j.junit;

import io.trio4j.Action;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.testing.LeakCheck;
import io.trio4j.testing.Sequencer;
import io.trio4j.testing.StepCounter;
import io.trio4j.testing.VirtualClock;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.TestAbortedException;

/// One test method in one run.
final class TestRun implements InvocationInterceptor, ParameterResolver {
  private final Variant variant;
  private final Optional<VirtualClock> clock;
  private final Sequencer sequencer = Sequencer.create();
  private final FailureDumps dumps = new FailureDumps();
  private @Nullable Nursery nursery; // set by the main task before parameters are resolved in it

  TestRun(Variant variant) {
    this.variant = variant;
    clock =
        switch (variant.test().clock()) {
          case VIRTUAL -> Optional.of(VirtualClock.create().autojump());
          case MANUAL -> Optional.of(VirtualClock.create());
          case REAL -> Optional.empty();
        };
  }

  // Parameters

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return isOfTheTest(parameter.getDeclaringExecutable(), context)
        && (type == VirtualClock.class
            || type == Nursery.class
            || type == Sequencer.class
            || type == RunMode.class);
  }

  private static boolean isOfTheTest(Executable executable, ExtensionContext context) {
    return context.getTestMethod().filter(executable::equals).isPresent();
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == VirtualClock.class) {
      return clockFor(parameter.getDeclaringExecutable());
    }
    if (type == Nursery.class) {
      return nursery; // null when JUnit asks outside the run; then asked again inside
    }
    return type == Sequencer.class ? sequencer : variant.mode();
  }

  private VirtualClock clockFor(Executable method) {
    if (count(method, VirtualClock.class) > 1) {
      throw new ParameterResolutionException(
          method.getName() + " asks for two VirtualClocks. A run has one clock: ask for one.");
    }
    return clock.orElseThrow(() ->
        new ParameterResolutionException(
            method.getName()
                + " asks for a VirtualClock and has clock = REAL. Leave out one of the two."));
  }

  private static long count(Executable method, Class<?> type) {
    return Arrays.stream(method.getParameters())
        .map(Parameter::getType)
        .filter(type::equals)
        .count();
  }

  // The run

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    String name = context.getRequiredTestMethod().getName() + " [" + context.getDisplayName() + "]";
    LimitedRun limited = new LimitedRun(name, Duration.ofSeconds(variant.test().timeoutSeconds()));
    Action<Throwable> body = body(invocation, method, context);
    boolean alone = context.getExecutionMode() != ExecutionMode.CONCURRENT;
    limited.call(() -> {
      Optional<LeakCheck> leaks = alone ? Optional.of(LeakCheck.begin()) : Optional.empty();
      Throwable failure = outcome(name, body);
      if (!limited.wasCancelled()) {
        failure = withLeaks(failure, leaks);
      }
      if (failure != null) {
        throw failure;
      }
    });
  }

  private Action<Throwable> body(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context) {
    if (count(method.getExecutable(), Nursery.class) == 0) {
      return () -> recording(invocation::proceed);
    }
    invocation.skip(); // its arguments were resolved outside the run, without the nursery
    Object target = method.getTarget().orElse(null);
    return () ->
        Nursery.run(opened -> {
          nursery = opened;
          recording(() -> context.getExecutableInvoker().invoke(method.getExecutable(), target));
        });
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

  /// Runs the test and returns what it threw.
  private @Nullable Throwable outcome(String name, Action<Throwable> body) {
    try {
      Trio.run(options(name), body);
      return null;
    } catch (Throwable t) { // thrown by the caller
      dumps
          .of(t)
          .ifPresent(
              dump -> System.err.println(name + " failed. What it was doing then:\n" + dump));
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
    Throwable first = group.rootCauses().getFirst();
    boolean alone = group.rootCauses().size() == 1;
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
