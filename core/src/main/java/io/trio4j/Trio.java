package io.trio4j;

import io.trio4j.internal.run.Dump;
import io.trio4j.internal.run.Runs;
import io.trio4j.internal.run.Waiting;
import io.trio4j.internal.wiring.Wiring;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The way in: runs, time, and what a task does every day.
///
/// {@snippet class="io.trio4j.snippets.TrioSnippets" region="run"}
///
/// @threadsafety all methods are static; who may call them is said at each
/// @source Trio `run`, `sleep`, `current_time`; conformance sections 1 and 6
/// @since 0.1
public final class Trio {
  static {
    Wiring.install();
  }

  private Trio() {}

  /// Runs `body` as the main task of a new run, and returns when every task has ended.
  ///
  /// Any thread may call it. Inside a task it is in effect a nursery: the new run takes over the
  /// caller's clock, mode and cancel scopes. What the body throws is thrown as it is.
  ///
  /// A lambda that throws several unrelated checked exceptions has the type `Exception`.
  ///
  /// @param <X> the checked type the body throws
  /// @param body the main task
  /// @throws X whatever the body throws
  /// @checkpoint always, if called in a task
  /// @oncancel the run was cancelled and has ended
  /// @throws RunCancelledException if the run itself was cancelled, for example by interrupting the
  ///   calling thread
  /// @throws TrioInternalError if a system task or an abort function failed
  public static <X extends Throwable> void run(Action<X> body) throws X {
    Runs.run(RunOptions.defaults(), Runs.asCall(body));
  }

  /// Runs `body` as the main task of a new run, and returns its value when every task has ended.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param body the main task
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint always, if called in a task
  /// @oncancel the run was cancelled and has ended
  /// @throws RunCancelledException if the run itself was cancelled
  /// @throws TrioInternalError if a system task or an abort function failed
  public static <T extends @Nullable Object, X extends Throwable> T run(Call<T, X> body) throws X {
    return Runs.run(RunOptions.defaults(), body);
  }

  /// Runs `body` with options.
  ///
  /// @param <X> the checked type the body throws
  /// @param options mode, clock, seed and so on
  /// @param body the main task
  /// @throws X whatever the body throws
  /// @checkpoint always, if called in a task
  /// @oncancel the run was cancelled and has ended
  /// @throws RunCancelledException if the run itself was cancelled
  /// @throws IllegalStateException if a nested run asks for another mode, clock, seed or instrument
  public static <X extends Throwable> void run(RunOptions options, Action<X> body) throws X {
    Runs.run(options, Runs.asCall(body));
  }

  /// Runs `body` with options and returns its value.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param options mode, clock, seed and so on
  /// @param body the main task
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint always, if called in a task
  /// @oncancel the run was cancelled and has ended
  /// @throws RunCancelledException if the run itself was cancelled
  /// @throws IllegalStateException if a nested run asks for another mode, clock, seed or instrument
  public static <T extends @Nullable Object, X extends Throwable> T run(
      RunOptions options, Call<T, X> body) throws X {
    return Runs.run(options, body);
  }

  /// Starts a run that lives until its handle is closed: for beans, fixtures and client objects,
  /// which are no blocks.
  ///
  /// @param options mode, clock, seed and so on
  /// @return the running run
  /// @checkpoint never
  /// @throws IllegalStateException in a task, where a block is the right thing: use a nursery
  public static RunHandle start(RunOptions options) {
    return Runs.start(options);
  }

  /// The whole `main` of a program: runs `body`, winds down gracefully on SIGINT and SIGTERM,
  /// prints what failed and ends the JVM: with what the body returned, 1 if it failed, 130 or 143
  /// after a signal. Does not return.
  ///
  /// The first signal is a graceful cancel with ten seconds of grace, a second one a hard cancel.
  ///
  /// @param args what `main` got
  /// @param body gets them and returns the exit code
  /// @checkpoint never: it must not be called in a task
  public static void main(String[] args, ProgramBody body) {
    Runs.main(args, body);
  }

  /// A point at which the current task can be cancelled, and in the modes that run one task at a
  /// time, at which others run.
  ///
  /// @checkpoint always
  /// @oncancel nothing happened
  /// @throws IllegalStateException outside a task
  /// @source Trio `checkpoint`; conformance T594
  public static void checkpoint() {
    Waiting.checkpoint();
  }

  /// Waits for `duration` on the run's clock.
  ///
  /// @param duration not negative; zero is a checkpoint
  /// @checkpoint always
  /// @oncancel nothing happened
  /// @throws IllegalArgumentException if `duration` is negative
  /// @throws IllegalStateException outside a task
  /// @source Trio `sleep`; conformance T133, T134, T142
  public static void sleep(Duration duration) {
    Waiting.sleep(duration);
  }

  /// Waits until `time` on the run's clock.
  ///
  /// @param time may lie in the past: then it is a checkpoint
  /// @checkpoint always
  /// @oncancel nothing happened
  /// @throws IllegalStateException outside a task
  public static void sleepUntil(TrioTime time) {
    Waiting.sleepUntil(time);
  }

  /// Waits until cancelled.
  ///
  /// @checkpoint always
  /// @oncancel nothing happened
  /// @throws IllegalStateException outside a task
  public static void sleepForever() {
    Waiting.sleepForever();
  }

  /// Now, on the run's clock.
  ///
  /// @return the time
  /// @checkpoint never
  /// @throws IllegalStateException outside a task
  public static TrioTime currentTime() {
    return Waiting.currentTime();
  }

  /// Runs blocking code that trio4j does not know, under a cancel policy of its own.
  ///
  /// {@snippet class="io.trio4j.snippets.TrioSnippets" region="blocking"}
  ///
  /// @param <X> the checked type the body throws
  /// @param body gets the region, to say what a cancel shall do
  /// @throws X whatever the body throws
  /// @checkpoint always, before the body
  /// @oncancel the region's actions were run, and the body has ended
  public static <X extends Throwable> void blocking(BlockingAction<X> body) throws X {
    Waiting.<@Nullable Void, X>blocking(region -> {
      body.run(region);
      return null;
    });
  }

  /// Runs blocking code that trio4j does not know, and returns its value.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param body gets the region, to say what a cancel shall do
  /// @return the body's value
  /// @throws X whatever the body throws
  /// @checkpoint always, before the body
  /// @oncancel the region's actions were run, and the body has ended
  public static <T extends @Nullable Object, X extends Throwable> T blockingCall(
      BlockingCall<T, X> body) throws X {
    return Waiting.blocking(body);
  }

  /// The tree of all live runs, tasks, nurseries and scopes with what each task waits for, as text.
  /// Weakly consistent; the program goes on meanwhile.
  ///
  /// @return many lines
  /// @checkpoint never
  public static String dump() {
    return Dump.all();
  }
}
