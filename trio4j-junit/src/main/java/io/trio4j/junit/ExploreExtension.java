package io.trio4j.junit;

import io.trio4j.Action;
import io.trio4j.testing.Explorer;
import io.trio4j.testing.ExplorerOptions;
import io.trio4j.testing.FailedScheduleError;
import io.trio4j.testing.Strategy;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/// Hands a test method to the explorer.
final class ExploreExtension implements InvocationInterceptor {
  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context) {
    invocation.skip(); // it is invoked for each schedule
    Explore explore =
        AnnotationSupport.findAnnotation(method.getExecutable(), Explore.class).orElseThrow();
    Object target = method.getTarget().orElse(null);
    Action<? extends Throwable> body =
        () -> context.getExecutableInvoker().invoke(method.getExecutable(), target);
    try {
      run(explore, body);
    } catch (FailedScheduleError failed) {
      if (failed.getCause() instanceof TestAbortedException aborted) {
        throw aborted;
      }
      throw failed;
    }
  }

  private static void run(Explore explore, Action<? extends Throwable> body) {
    ExplorerOptions options =
        ExplorerOptions.defaults()
            .withSchedules(explore.schedules())
            .withSeed(explore.seed())
            .withStrategy(strategy(explore));
    if (explore.schedule().isEmpty()) {
      Explorer.explore(options, body);
    } else {
      Explorer.replay(options, explore.schedule(), body);
    }
  }

  private static Strategy strategy(Explore explore) {
    return switch (explore.strategy()) {
      case MIXED -> Strategy.mixed();
      case RANDOM -> Strategy.random();
      case PCT -> Strategy.pct(explore.depth());
      case EXHAUSTIVE -> Strategy.exhaustive();
    };
  }
}
