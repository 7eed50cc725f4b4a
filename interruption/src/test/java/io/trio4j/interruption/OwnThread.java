package io.trio4j.interruption;

import io.trio4j.Action;
import io.trio4j.Trio;
import io.trio4j.interruption.harness.When;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/// Calls that heed nothing, on a platform thread of their own.
final class OwnThread {
  private OwnThread() {}

  // @start region="stop"
  /// Runs `call` on a thread of its own, which a cancel ends by `stop`.
  static <T> T call(Callable<T> call, Action<? extends Exception> stop) throws Exception {
    FutureTask<T> future = new FutureTask<>(call);
    Thread.ofPlatform().daemon().name("own thread").start(future);
    return Trio.blockingCall(region -> {
      region.onCancel(stop); // without it, a cancel abandons the thread
      return future.get();
    });
  }

  // @end

  /// Runs `call` on a thread of its own, which a cancel leaves to itself.
  static <T> T abandonable(Callable<T> call) throws Exception {
    FutureTask<T> future = new FutureTask<>(call);
    Thread.ofPlatform().daemon().name("own thread").start(future);
    return Trio.blockingCall(_ -> future.get());
  }

  /// Whether such a thread lives.
  static boolean anyIsAlive() {
    return all().findAny().isPresent();
  }

  /// Whether such a thread is there.
  static boolean isIn(When place) {
    return all().anyMatch(place::isThere);
  }

  private static Stream<Thread> all() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("own thread"));
  }
}
