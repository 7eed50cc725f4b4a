package io.trio4j.interruption.harness;

import io.trio4j.testing.LeakCheck;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/// Hands a test its [Facts], looks for what it left behind, and writes the record.
final class Recorder implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(Recorder.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    store(context).put(LeakCheck.class, LeakCheck.begin());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Facts.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return facts(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Throwable thrown = context.getExecutionException().orElse(null);
    if (thrown == null) {
      Objects.requireNonNull(store(context).get(LeakCheck.class, LeakCheck.class))
          .assertNothingLeft();
      Results.record(context, call(context), facts(context));
    } else if (thrown instanceof TestAbortedException) {
      String reason = String.valueOf(thrown.getMessage());
      System.out.println("SKIPPED " + call(context) + ": " + reason);
      Results.recordSkipped(context, call(context), reason);
    }
  }

  private static Call call(ExtensionContext context) {
    return context.getRequiredTestMethod().getAnnotation(Shows.class).value();
  }

  private static Facts facts(ExtensionContext context) {
    return store(context).computeIfAbsent(Facts.class, _ -> new Facts(), Facts.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
