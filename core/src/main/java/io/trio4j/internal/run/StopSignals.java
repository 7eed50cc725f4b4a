package io.trio4j.internal.run;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// SIGINT and SIGTERM for a program: the one class that uses `sun.misc.Signal`, for which Java has
/// no public replacement. Without the module `jdk.unsupported`, or under `-Xrs`, signals keep what
/// the JVM does with them.
///
/// By reflection on its exported API: javac's warning about it can't be switched off, and warnings
/// fail our build.
final class StopSignals implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.trio4j.run");
  private static final String[] NAMES = {"INT", "TERM"};

  private final @Nullable Object[] before = new @Nullable Object[NAMES.length];

  private StopSignals() {}

  /// Calls `handler` with the number of each stop signal, on a fresh platform thread, until closed.
  static StopSignals handle(IntConsumer handler) {
    StopSignals signals = new StopSignals();
    for (int i = 0; i < NAMES.length; i++) {
      try {
        signals.before[i] = install(NAMES[i], proxy(handler));
      } catch (ReflectiveOperationException | IllegalArgumentException | LinkageError e) {
        // logged: the program runs without
        LOG.log(System.Logger.Level.DEBUG, "SIG" + NAMES[i] + " can't be handled", e);
      }
    }
    return signals;
  }

  private static Object proxy(IntConsumer handler) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    Method number = Class.forName("sun.misc.Signal").getMethod("getNumber");
    return Proxy.newProxyInstance(
        StopSignals.class.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return method.invoke(handler, arguments);
          }
          handler.accept((int) number.invoke(arguments[0]));
          return null;
        });
  }

  private static @Nullable Object install(String name, Object handler)
      throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    return signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }

  @Override
  public void close() {
    for (int i = 0; i < NAMES.length; i++) {
      Object previous = before[i];
      if (previous != null) {
        try {
          install(NAMES[i], previous);
        } catch (ReflectiveOperationException e) { // logged: it could be set before
          LOG.log(System.Logger.Level.WARNING, "SIG" + NAMES[i] + " can't be given back", e);
        }
      }
    }
  }
}
