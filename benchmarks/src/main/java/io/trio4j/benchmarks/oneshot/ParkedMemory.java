package io.trio4j.benchmarks.oneshot;

import com.softwaremill.jox.structured.Scopes;
import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.benchmarks.peers.KtOneShot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.locks.LockSupport;

/// W6: n parked tasks. Figures per task: bytes of heap after a collection, bytes of resident
/// memory, and ns to start and park it.
///
/// `python3 benchmarks/run.py --include W6`
final class ParkedMemory {
  static final List<String> PEERS =
      List.of("trio4j", "vthread", "sts", "executor", "jox", "kotlin");

  /// The last tasks park after they have counted down.
  private static final long SETTLE_MILLIS = 500;

  private final int n;
  private final CountDownLatch parked;
  private Object keep;

  private ParkedMemory(int n) {
    this.n = n;
    parked = new CountDownLatch(n);
  }

  static void run(String peer, int n) throws Exception {
    ParkedMemory memory = new ParkedMemory(n);
    Reading reading = new Reading();
    long heapBytes = heapBytes();
    long residentBytes = residentBytes();

    reading.start();
    memory.start(peer);
    memory.parked.await();
    reading.stop();

    Thread.sleep(SETTLE_MILLIS);
    OneShot.print("", "B", (heapBytes() - heapBytes) / (double) n, reading);
    OneShot.print("resident", "B", (residentBytes() - residentBytes) / (double) n, reading);
    OneShot.print("start", "ns", reading.wallNanos() / (double) n, reading);
  }

  private void start(String peer) {
    switch (peer) {
      case "trio4j" -> background(() -> Trio.run(() -> Nursery.run(this::trio4j)));
      case "vthread" -> {
        for (int i = 0; i < n; i++) Thread.startVirtualThread(this::park);
      }
      case "sts" -> background(this::sts);
      case "executor" -> executor();
      case "jox" -> background(this::jox);
      case "kotlin" -> keep = KtOneShot.park(n, parked);
      default -> throw new IllegalArgumentException(peer);
    }
  }

  private void trio4j(Nursery nursery) {
    Callable<Object> child = this::parkOurs;
    for (int i = 0; i < n; i++) nursery.startSoon(child);
  }

  private void sts() throws InterruptedException {
    Callable<Object> child = this::park;
    try (var scope = StructuredTaskScope.open()) {
      for (int i = 0; i < n; i++) scope.fork(child);
      scope.join();
    }
  }

  private void executor() {
    Callable<Object> child = this::park;
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    keep = executor;
    for (int i = 0; i < n; i++) executor.submit(child);
  }

  private void jox() throws InterruptedException {
    Callable<Object> child = this::park;
    Scopes.supervised(scope -> {
      for (int i = 0; i < n; i++) scope.forkUser(child);
      return null;
    });
  }

  /// Never returns; the JVM is halted when the figures are taken.
  private Object park() {
    parked.countDown();
    while (true) LockSupport.park();
  }

  private Object parkOurs() {
    parked.countDown();
    Trio.sleepForever();
    return null;
  }

  private static void background(OnVirtual.Body body) {
    Thread.startVirtualThread(() -> {
      try {
        body.run();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static long heapBytes() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
    throw new IOException("no VmRSS in /proc/self/status");
  }
}
