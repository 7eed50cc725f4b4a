package io.trio4j.benchmarks;

import io.trio4j.lowlevel.WaitToken;
import java.util.concurrent.atomic.AtomicReference;

/// Our tasks wait here until it is opened, once: what a latch of one is to threads. A stack of
/// waits on the public lowlevel API; it wakes the last to come first.
final class Gate {
  private static final Waiting OPEN = new Waiting(null, null);

  private final AtomicReference<Waiting> waiting = new AtomicReference<>();

  private record Waiting(WaitToken<Void> token, Waiting next) {}

  void await() {
    WaitToken<Void> token = WaitToken.create(this);
    while (true) {
      Waiting top = waiting.get();
      if (top == OPEN) return;
      if (waiting.compareAndSet(top, new Waiting(token, top))) break;
    }
    // A wait that was cancelled stays in the stack: a spent token costs `open` one failed call.
    token.park(() -> {});
  }

  void open() {
    for (Waiting w = waiting.getAndSet(OPEN); w != null; w = w.next) w.token.tryReschedule(null);
  }
}
