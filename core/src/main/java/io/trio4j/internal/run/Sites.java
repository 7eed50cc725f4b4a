package io.trio4j.internal.run;

import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.StartSites;
import io.trio4j.internal.errors.UserCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Notes at which line tasks are started. A run that does not want that has none of these, and then
/// a start pays for one look at a field of the run.
final class Sites {
  /// `-Dtrio4j.debug=true`: lines are noted unless the run's options say otherwise.
  private static final boolean DEBUG = Boolean.getBoolean("trio4j.debug");

  private static final StackWalker STACK = StackWalker.getInstance();

  /// What a task is named by, with the place where it was started.
  record Noted(Object nameSource, String place) {
    String name() {
      return TaskBodies.nameOf(nameSource);
    }

    void nameThread(Thread fresh) {
      if (nameSource instanceof String name && !name.isEmpty()) {
        fresh.setName(name);
      }
    }
  }

  /// The place of the first start of each class of bodies, if those of the others are not looked
  /// for.
  private final @Nullable Map<Class<?>, String> firsts;

  private Sites(@Nullable Map<Class<?>, String> firsts) {
    this.firsts = firsts;
  }

  /// Null if the class of the body is enough.
  static @Nullable Sites of(RunOptions options) {
    return of(options, DEBUG);
  }

  static @Nullable Sites of(RunOptions options, boolean debug) {
    boolean lines = debug || options.mode() == RunMode.DETERMINISTIC;
    StartSites wanted = options.startSites().orElse(lines ? StartSites.LINE : StartSites.CLASS);
    return switch (wanted) {
      case CLASS -> null;
      case FIRST_LINE -> new Sites(new ConcurrentHashMap<>());
      case LINE -> new Sites(null);
    };
  }

  /// What a task that is started here and now is named by.
  Noted note(Object nameSource, Object body) {
    return new Noted(
        nameSource,
        firsts == null
            ? placeOfCaller()
            : firsts.computeIfAbsent(body.getClass(), _ -> placeOfCaller()));
  }

  private static String placeOfCaller() {
    return STACK.walk(frames ->
        frames
            .filter(frame -> UserCode.is(frame.getClassName()))
            .findFirst()
            .map(frame -> textOf(frame))
            .orElse(""));
  }

  /// As a frame of a stack trace, which consoles make a link of.
  private static String textOf(StackWalker.StackFrame frame) {
    String method = UserCode.enclosingMethod(frame.getMethodName());
    return frame.getClassName()
        + "."
        + method
        + "("
        + frame.getFileName()
        + ":"
        + frame.getLineNumber()
        + ")";
  }
}
