package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.Startable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The kinds of bodies a task can have, called without a wrapper object for each.
final class TaskBodies {
  private static final String LAMBDA_MARK = "$$Lambda";

  /// A startable with the status it reports to.
  record Started<V extends @Nullable Object>(Startable<V> startable, StartStatus<V> status) {
    void run() throws Exception {
      startable.run(status);
    }
  }

  private TaskBodies() {}

  static @Nullable Object call(RunTask<?> task, @Nullable Object body) throws Throwable {
    Context context = task.context();
    return context.isPlain() ? callPlain(body) : context.call(() -> callPlain(body));
  }

  private static @Nullable Object callPlain(@Nullable Object body) throws Throwable {
    switch (body) {
      case Callable<?> callable -> {
        return callable.call();
      }
      case Action<?> action -> action.run();
      case Call<?, ?> call -> {
        return call.call();
      }
      case Started<?> started -> started.run();
      case null, default -> throw new IllegalStateException("unreachable: body " + body);
    }
    return null;
  }

  /// A name for a body that was given none: the class that declares the lambda.
  static String nameOf(Class<?> type) {
    String name = type.getName();
    int mark = name.indexOf(LAMBDA_MARK);
    String declaring = mark < 0 ? name : name.substring(0, mark);
    return declaring.substring(declaring.lastIndexOf('.') + 1);
  }

  /// The class a body was written in, for error reports.
  static String siteOf(Class<?> type) {
    String name = type.getName();
    int mark = name.indexOf(LAMBDA_MARK);
    return mark < 0 ? name : name.substring(0, mark);
  }
}
