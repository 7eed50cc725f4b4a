package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.Startable;
import io.trio4j.internal.errors.UserCode;
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

  // Tests and no switch over types, and one kind for each method: while a task waits these frames
  // are kept on the heap, and a large one is paid for by every waiting task (benchmark W6).
  private static @Nullable Object callPlain(@Nullable Object body) throws Throwable {
    return body instanceof Callable<?> callable ? callable.call() : runPlain(body);
  }

  private static @Nullable Object runPlain(@Nullable Object body) throws Throwable {
    if (body instanceof Action<?> action) {
      action.run();
      return null;
    }
    return callRare(body);
  }

  private static @Nullable Object callRare(@Nullable Object body) throws Throwable {
    if (body instanceof Call<?, ?> call) {
      return call.call();
    }
    if (body instanceof Started<?> started) {
      started.run();
      return null;
    }
    throw new IllegalStateException("unreachable: body " + body);
  }

  /// The class that says where a body was written. Of what was such a class already, itself.
  static @Nullable Class<?> typeOf(@Nullable Object body) {
    if (body instanceof Class<?> known) {
      return known;
    }
    Object written = body instanceof Started<?> started ? started.startable() : body;
    return written == null ? null : written.getClass();
  }

  /// The name that a task was given, or one for a body that was given none.
  static String nameOf(Object nameSource) {
    return nameSource instanceof Class<?> type ? nameOf(type) : (String) nameSource;
  }

  /// A name for a body that was given none: the class that declares the lambda.
  static String nameOf(Class<?> type) {
    String name = type.getName();
    int mark = name.indexOf(LAMBDA_MARK);
    String declaring = mark < 0 ? name : name.substring(0, mark);
    return declaring.substring(declaring.lastIndexOf('.') + 1);
  }

  /// The class a body was written in, for error reports; empty if that is one of ours.
  static String siteOf(Class<?> type) {
    String name = type.getName();
    int mark = name.indexOf(LAMBDA_MARK);
    String declaring = mark < 0 ? name : name.substring(0, mark);
    return UserCode.is(declaring) ? declaring : "";
  }
}
