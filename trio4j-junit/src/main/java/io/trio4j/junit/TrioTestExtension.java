package io.trio4j.junit;

import io.trio4j.RunMode;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/// Multiplies a test method by its modes, seeds and arguments; or, where another template says how
/// often it is called, puts each call into a run.
final class TrioTestExtension
    implements TestTemplateInvocationContextProvider, InvocationInterceptor, ParameterResolver {
  private static final String ONE_SEED = "trio4j.seed";
  private static final Namespace STORE = Namespace.create(TrioTestExtension.class);
  private static final boolean HAS_SOURCES = hasSources();

  private static boolean hasSources() {
    try {
      Class.forName(
          "org.junit.jupiter.params.provider.ArgumentsSource",
          false,
          TrioTestExtension.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException _) {
      return false; // junit-jupiter-params is optional
    }
  }

  // A template of its own

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return annotationOf(context).isPresent()
        && ForeignTemplate.of(context.getRequiredTestMethod()).isEmpty();
  }

  private static Optional<TrioTest> annotationOf(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getTestMethod(), TrioTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    TrioTest test = checkedAnnotationOf(context);
    long[] seeds = seeds(context, test);
    List<TestTemplateInvocationContext> all = new ArrayList<>();
    for (Optional<ArgumentSet> arguments : arguments(context)) {
      for (RunMode mode : test.modes()) {
        for (long seed : seeds) {
          all.add(new Variant(test, mode, seed, seeds.length > 1, arguments));
        }
      }
    }
    return all.stream();
  }

  private static TrioTest checkedAnnotationOf(ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    if (AnnotationSupport.isAnnotated(method, Test.class)) {
      throw new ExtensionConfigurationException(
          "@TrioTest " + method.getName() + " is a test by itself: leave out @Test.");
    }
    TrioTest test = annotationOf(context).orElseThrow();
    requirePositive("modes", test.modes().length);
    requirePositive("seeds", test.seeds());
    requirePositive("timeoutSeconds", test.timeoutSeconds());
    return test;
  }

  private static void requirePositive(String attribute, int value) {
    if (value <= 0) {
      throw new ExtensionConfigurationException(
          "@TrioTest: " + attribute + " must be positive: " + value);
    }
  }

  private static List<Optional<ArgumentSet>> arguments(ExtensionContext context) {
    Optional<List<ArgumentSet>> sets =
        HAS_SOURCES
            ? ArgumentSets.of(context.getRequiredTestMethod(), context)
            : Optional.<List<ArgumentSet>>empty();
    return sets.map(all -> all.stream().map(Optional::of).toList())
        .orElse(List.of(Optional.<ArgumentSet>empty()));
  }

  private static long[] seeds(ExtensionContext context, TrioTest test) {
    return oneSeed(context)
        .map(seed -> new long[] {seed})
        .orElseGet(() -> LongStream.rangeClosed(1, test.seeds()).toArray());
  }

  private static Optional<Long> oneSeed(ExtensionContext context) {
    return context.getConfigurationParameter(ONE_SEED).map(TrioTestExtension::parse);
  }

  private static Long parse(String text) {
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw new ExtensionConfigurationException(ONE_SEED + " must be a whole number: " + text, e);
    }
  }

  // In another template

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    Optional<TestRun> run = runInForeign(context);
    if (run.isPresent()) {
      run.get().interceptTestTemplateMethod(invocation, method, context);
    } else {
      invocation.proceed();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return runInForeign(context)
        .map(run -> run.supportsParameter(parameter, context))
        .orElse(false);
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return runInForeign(context).orElseThrow().resolveParameter(parameter, context);
  }

  private static Optional<TestRun> runInForeign(ExtensionContext context) {
    Optional<Annotation> template = context.getTestMethod().flatMap(ForeignTemplate::of);
    if (template.isEmpty() || context.getTestInstance().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        context
            .getStore(STORE)
            .computeIfAbsent(
                TestRun.class,
                _ -> new TestRun(variantIn(template.get(), context)),
                TestRun.class));
  }

  private static Variant variantIn(Annotation template, ExtensionContext context) {
    TrioTest test = checkedAnnotationOf(context);
    if (test.modes().length > 1 || test.seeds() > 1) {
      throw new ExtensionConfigurationException(
          "@TrioTest beside @"
              + template.annotationType().getSimpleName()
              + " runs once for each of its calls, so it has one mode and one seed. Leave the other"
              + " template out: @TrioTest takes parameter sources itself, and seeds = 10 repeats.");
    }
    long seed =
        oneSeed(context).orElseGet(() -> template instanceof RepeatedTest ? number(context) : 1);
    return new Variant(test, test.modes()[0], seed, true, Optional.empty());
  }

  /// Of the repetition, from 1: its seed.
  private static long number(ExtensionContext context) {
    return context
        .getParent()
        .orElseThrow()
        .getStore(STORE)
        .computeIfAbsent(AtomicInteger.class, _ -> new AtomicInteger(), AtomicInteger.class)
        .incrementAndGet();
  }
}
