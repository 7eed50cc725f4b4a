package io.trio4j.junit;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.testing.Sequencer;
import io.trio4j.testing.VirtualClock;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/// What the parameters of a test and of its fixtures get.
///
/// JUnit asks before the run begins. What there is only in the run, the nursery and what fixtures
/// make, is a placeholder then; the test is called with what JUnit gets when it is asked again.
final class TestParameters {
  private final Variant variant;
  private final Optional<VirtualClock> clock;
  private final Sequencer sequencer = Sequencer.create();
  private final Map<Parameter, Integer> ports = new HashMap<>();
  private @Nullable Fixtures fixtures; // found when first asked for

  // touched by the main task, once it runs
  private final Map<Type, @Nullable Object> made = new HashMap<>();
  private final Map<Executable, FixtureRun> running = new HashMap<>();
  private @Nullable Nursery nursery;

  TestParameters(Variant variant, Optional<VirtualClock> clock) {
    this.variant = variant;
    this.clock = clock;
  }

  Fixtures fixtures(ExtensionContext context) {
    Fixtures known = fixtures;
    if (known == null) {
      known = Fixtures.of(context.getRequiredTestInstances().getAllInstances());
      fixtures = known;
    }
    return known;
  }

  /// Whether the test must be called with what there is only in the run.
  boolean needTheRun(Method test, ExtensionContext context) {
    return Arrays.stream(test.getParameters())
        .anyMatch(parameter ->
            parameter.getType() == Nursery.class
                || fixtures(context).forParameter(parameter).isPresent());
  }

  static boolean askForNursery(Executable executable) {
    return count(executable, Nursery.class) > 0;
  }

  private static long count(Executable executable, Class<?> type) {
    return Arrays.stream(executable.getParameters())
        .map(Parameter::getType)
        .filter(type::equals)
        .count();
  }

  // Within the run

  void open(Nursery opened) {
    nursery = opened;
  }

  void began(Fixture fixture, FixtureRun run) {
    running.put(fixture.method(), run);
  }

  void made(Fixture fixture, @Nullable Object value) {
    fixture.type().ifPresent(type -> made.put(type, value));
  }

  // Asked by JUnit

  boolean supports(ParameterContext context, ExtensionContext extension) {
    Executable executable = context.getDeclaringExecutable();
    Parameter parameter = context.getParameter();
    boolean ofTheTest = extension.getTestMethod().filter(executable::equals).isPresent();
    if (!ofTheTest && !executable.isAnnotationPresent(TrioFixture.class)) {
      return false;
    }
    Class<?> type = parameter.getType();
    return (ofTheTest && context.getIndex() < arguments().size())
        || type == VirtualClock.class
        || type == Nursery.class
        || type == Sequencer.class
        || type == RunMode.class
        || type == TestBody.class
        || context.isAnnotated(FreePort.class)
        || fixtures(extension).forParameter(parameter).isPresent();
  }

  private List<@Nullable Object> arguments() {
    return variant.arguments().map(ArgumentSet::values).orElse(List.of());
  }

  @Nullable Object resolve(ParameterContext context, ExtensionContext extension) {
    Executable executable = context.getDeclaringExecutable();
    Parameter parameter = context.getParameter();
    boolean ofTheTest = extension.getTestMethod().filter(executable::equals).isPresent();
    if (ofTheTest && context.getIndex() < arguments().size()) {
      return arguments().get(context.getIndex());
    }
    if (context.isAnnotated(FreePort.class)) {
      return port(parameter);
    }
    Class<?> type = parameter.getType();
    if (type == VirtualClock.class) {
      return clockFor(executable);
    }
    if (type == Nursery.class) {
      return nurseryFor(executable, ofTheTest);
    }
    if (type == Sequencer.class) {
      return sequencer;
    }
    if (type == RunMode.class) {
      return variant.mode();
    }
    return type == TestBody.class ? bodyFor(executable, ofTheTest) : value(parameter, extension);
  }

  private int port(Parameter parameter) {
    if (parameter.getType() != int.class) {
      throw new ParameterResolutionException(
          "@FreePort " + parameter + " must be an int: a port is a number.");
    }
    return ports.computeIfAbsent(parameter, _ -> FreePorts.next());
  }

  private VirtualClock clockFor(Executable executable) {
    if (count(executable, VirtualClock.class) > 1) {
      throw new ParameterResolutionException(
          executable.getName() + " asks for two VirtualClocks. A run has one clock: ask for one.");
    }
    return clock.orElseThrow(() ->
        new ParameterResolutionException(
            executable.getName()
                + " asks for a VirtualClock and has clock = REAL. Leave out one of the two."));
  }

  /// Null when JUnit asks outside the run; then it is asked again inside.
  private @Nullable Nursery nurseryFor(Executable executable, boolean ofTheTest) {
    if (!ofTheTest) {
      throw new ParameterResolutionException(
          "fixture "
              + executable.getName()
              + " asks for a Nursery, which is the test's. Open one: Nursery.run(nursery -> …).");
    }
    if (count(executable, Nursery.class) > 1) {
      throw new ParameterResolutionException(
          executable.getName()
              + " asks for two nurseries, which would be the same. Ask for one, and open others"
              + " where they are needed.");
    }
    return nursery;
  }

  private @Nullable Object bodyFor(Executable executable, boolean ofTheTest) {
    if (ofTheTest) {
      throw new ParameterResolutionException(
          executable.getName()
              + " asks for a TestBody, which is for fixtures. Make it a @TrioFixture, or leave the"
              + " parameter out.");
    }
    return running.get(executable);
  }

  private @Nullable Object value(Parameter parameter, ExtensionContext extension) {
    Type type = fixtures(extension).forParameter(parameter).flatMap(Fixture::type).orElseThrow();
    Object value = made.get(type);
    return value == null && parameter.getType().isPrimitive()
        ? Array.get(Array.newInstance(parameter.getType(), 1), 0) // a placeholder
        : value;
  }
}
