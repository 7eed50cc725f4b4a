package io.trio4j.conformance.harness;

import io.trio4j.RunMode;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.TestWatcher;

/// Calls a test once for each of its modes and records how it ended.
final class ModeExtension implements TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method test = context.getRequiredTestMethod();
    InModes some = test.getAnnotation(InModes.class);
    Set<RunMode> modes =
        some == null ? EnumSet.allOf(RunMode.class) : EnumSet.copyOf(Arrays.asList(some.value()));
    if (some != null) {
      for (RunMode mode : EnumSet.complementOf(EnumSet.copyOf(modes))) {
        Results.record(context, mode, Results.LEFT_OUT, some.leftOut());
      }
    }
    return modes.stream().map(InMode::new);
  }

  /// One call of a test.
  private record InMode(RunMode mode) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int index) {
      return mode.name();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new OfMode(mode));
    }
  }

  /// Hands the mode to the test, and the result to the record.
  private record OfMode(RunMode mode) implements ParameterResolver, TestWatcher {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RunMode.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return mode;
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
      Results.record(context, mode, Results.PASSED, "");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
      Results.record(context, mode, Results.FAILED, cause.getClass().getSimpleName());
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
      Results.record(context, mode, Results.FAILED, "aborted");
    }
  }
}
