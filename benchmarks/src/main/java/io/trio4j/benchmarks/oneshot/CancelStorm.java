package io.trio4j.benchmarks.oneshot;

import com.softwaremill.jox.structured.JoxScopeExecutionException;
import com.softwaremill.jox.structured.Scopes;
import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.benchmarks.peers.KtOneShot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.TimeUnit;

/// W5: n sleeping children cancelled at once. Figures from the cancel to all joined: ms, ms of CPU,
/// bytes allocated per child.
///
/// `python3 benchmarks/run.py --include W5`
final class CancelStorm {
  static final List<String> PEERS =
      List.of("trio4j", "vthread", "sts", "executor", "jox", "kotlin");

  /// Long enough for the last sleeper to have parked.
  private static final long SETTLE_MILLIS = 300;

  private static final long HOUR_MILLIS = 3_600_000;
  private static final Duration HOUR = Duration.ofHours(1);

  private final int n;
  private final CountDownLatch asleep;
  private final Reading reading = new Reading();

  private CancelStorm(int n) throws InterruptedException {
    this.n = n;
    asleep = new CountDownLatch(n);
  }

  static void run(String peer, int n, int warmUps, int repetitions) throws Exception {
    for (int i = 0; i < warmUps + repetitions; i++) {
      CancelStorm storm = new CancelStorm(n);
      OnVirtual.run(() -> storm.run(peer));
      storm.reading.stop();
      if (i < warmUps) continue;
      Reading reading = storm.reading;
      double bytes = reading.allocatedBytes() / (double) n;
      OneShot.print("", "ms", reading.wallNanos() / 1e6, reading.cpuNanos() / 1e6, bytes, reading);
    }
  }

  private void run(String peer) throws Exception {
    switch (peer) {
      case "trio4j" -> Trio.run(() -> Nursery.run(this::trio4j));
      case "vthread" -> vthread();
      case "sts" -> sts();
      case "executor" -> executor();
      case "jox" -> jox();
      case "kotlin" -> KtOneShot.storm(n, reading::start);
      default -> throw new IllegalArgumentException(peer);
    }
  }

  private void trio4j(Nursery nursery) throws InterruptedException {
    Callable<Object> child = this::sleepOurs;
    for (int i = 0; i < n; i++) nursery.startSoon(child);
    awaitAsleep();
    nursery.cancel("storm");
  }

  private void vthread() throws InterruptedException {
    Thread[] threads = new Thread[n];
    for (int i = 0; i < n; i++) threads[i] = Thread.startVirtualThread(this::sleepQuietly);
    awaitAsleep();
    for (Thread t : threads) t.interrupt();
    for (Thread t : threads) t.join();
  }

  private void sts() throws InterruptedException {
    Callable<Object> child = this::sleep;
    try (var scope = StructuredTaskScope.open()) {
      for (int i = 0; i < n; i++) scope.fork(child);
      scope.fork(this::explode);
      scope.join();
    } catch (StructuredTaskScope.FailedException e) {
      // what explode() is for
    }
  }

  private void executor() throws InterruptedException {
    Callable<Object> child = this::sleep;
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    for (int i = 0; i < n; i++) executor.submit(child);
    awaitAsleep();
    executor.shutdownNow();
    executor.awaitTermination(1, TimeUnit.HOURS);
  }

  private void jox() throws InterruptedException {
    Callable<Object> child = this::sleep;
    try {
      Scopes.supervised(scope -> {
        for (int i = 0; i < n; i++) scope.fork(child);
        scope.forkUser(this::explode);
        return null;
      });
    } catch (JoxScopeExecutionException e) {
      // what explode() is for
    }
  }

  private void awaitAsleep() throws InterruptedException {
    asleep.await();
    Thread.sleep(SETTLE_MILLIS);
    reading.start();
  }

  private Object sleep() throws InterruptedException {
    asleep.countDown();
    Thread.sleep(HOUR_MILLIS);
    return null;
  }

  private Object sleepOurs() {
    asleep.countDown();
    Trio.sleep(HOUR);
    return null;
  }

  private void sleepQuietly() {
    try {
      sleep();
    } catch (InterruptedException e) {
      // cancelled
    }
  }

  /// The peers that have no cancel from outside are cancelled by a child that fails.
  private Object explode() throws InterruptedException {
    awaitAsleep();
    throw new Boom();
  }

  private static final class Boom extends RuntimeException {
    Boom() {
      super(null, null, false, false);
    }
  }
}
