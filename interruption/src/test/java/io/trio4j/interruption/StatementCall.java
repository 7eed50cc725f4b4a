package io.trio4j.interruption;

import io.trio4j.Trio;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Calls of a statement that a cancel ends, however early it comes.
final class StatementCall {
  private StatementCall() {}

  // @start region="call"
  /// Runs `call` on `statement`, which a cancel cancels until it is over.
  static <T> T call(Statement statement, Callable<T> call) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    return Trio.blockingCall(region -> {
      region.onCancel(() -> {
        do {
          statement.cancel();
        } while (!over.await(20, TimeUnit.MILLISECONDS));
      });
      try {
        return call.call(); // without scopes or tasks: they would wait for the action
      } finally {
        over.countDown();
      }
    });
  }
  // @end
}
