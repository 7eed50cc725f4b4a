package io.trio4j.internal.interrupt;

import io.trio4j.Action;
import io.trio4j.Trio;
import io.trio4j.internal.run.Seams;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// An engine whose threads are listed and whose attempts to interrupt are counted when they are
/// over.
final class ObservedEngine extends InterruptEngine {
  final List<Thread> threads;
  final AtomicInteger attempts = new AtomicInteger();

  private ObservedEngine(Pace pace, List<Thread> threads) {
    super(pace, listing(threads));
    this.threads = threads;
  }

  static ObservedEngine withPace(Pace pace) {
    return new ObservedEngine(pace, new CopyOnWriteArrayList<>());
  }

  private static ThreadFactory listing(List<Thread> threads) {
    return body -> {
      Thread thread = Thread.ofVirtual().unstarted(body);
      threads.add(thread);
      return thread;
    };
  }

  @Override
  void interrupt(Handshake handshake) {
    start(() -> {
      new Delivery.Interrupt(handshake).run();
      attempts.incrementAndGet();
    });
  }

  /// Runs `body` as a run that has this engine.
  <X extends Throwable> void run(Action<X> body) throws X {
    Seams before = Seams.current();
    Seams.replace(before.withEngine(_ -> this));
    try {
      Trio.run(body);
    } finally {
      Seams.replace(before);
    }
  }
}
