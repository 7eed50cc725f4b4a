package io.trio4j.junit;

import io.trio4j.RunMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/// Multiplies a test method by its modes and seeds.
final class TrioTestExtension implements TestTemplateInvocationContextProvider {
  private static final String ONE_SEED = "trio4j.seed";

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return annotationOf(context).isPresent();
  }

  private static Optional<TrioTest> annotationOf(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getTestMethod(), TrioTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    TrioTest test = annotationOf(context).orElseThrow();
    requirePositive("modes", test.modes().length);
    requirePositive("seeds", test.seeds());
    requirePositive("timeoutSeconds", test.timeoutSeconds());
    long[] seeds = seeds(context, test);
    List<TestTemplateInvocationContext> all = new ArrayList<>();
    for (RunMode mode : test.modes()) {
      for (long seed : seeds) {
        all.add(new Variant(test, mode, seed, seeds.length > 1));
      }
    }
    return all.stream();
  }

  private static void requirePositive(String attribute, int value) {
    if (value <= 0) {
      throw new ExtensionConfigurationException(
          "@TrioTest: " + attribute + " must be positive: " + value);
    }
  }

  private static long[] seeds(ExtensionContext context, TrioTest test) {
    return context
        .getConfigurationParameter(ONE_SEED)
        .map(text -> new long[] {parse(text)})
        .orElseGet(() -> LongStream.rangeClosed(1, test.seeds()).toArray());
  }

  private static long parse(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new ExtensionConfigurationException(ONE_SEED + " must be a whole number: " + text, e);
    }
  }
}
