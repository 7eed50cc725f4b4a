package io.trio4j.internal.run;

import io.trio4j.Call;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a run takes from its surroundings, replaceable in tests.
///
/// @param threads makes the threads of tasks, not started
/// @param parker stops threads
/// @param engine makes the engine for foreign blocking
public record Seams(ThreadFactory threads, Parker parker, Function<Run, ForeignEngine> engine) {
  private static final ScopedValue<UnaryOperator<ThreadFactory>> THREADS =
      ScopedValue.newInstance();

  private static volatile Function<Run, ForeignEngine> wiredEngine = _ -> ForeignEngine.NONE;
  private static volatile Seams current =
      new Seams(Thread.ofVirtual().factory(), Parker.JDK, run -> wiredEngine.apply(run));

  /// For runs that begin from now on.
  public static Seams current() {
    return current;
  }

  /// Gives runs an engine from now on, unless a test has replaced it. By the wiring only.
  public static void wireEngine(Function<Run, ForeignEngine> engine) {
    wiredEngine = engine;
  }

  /// Replaces them: tests do for a while.
  public static void replace(Seams seams) {
    current = seams;
  }

  /// Runs `body`: the runs that begin in it, nested ones too, get their threads from what `change`
  /// makes of their factory.
  public static <T extends @Nullable Object, X extends Throwable> T withThreads(
      UnaryOperator<ThreadFactory> change, Call<T, X> body) throws X {
    return ScopedValue.where(THREADS, change).call(body::call);
  }

  /// The factory for a run that begins here.
  static ThreadFactory threadsHere(ThreadFactory usual) {
    return THREADS.isBound() ? THREADS.get().apply(usual) : usual;
  }

  public Seams withEngine(Function<Run, ForeignEngine> newEngine) {
    return new Seams(threads, parker, newEngine);
  }
}
