package io.trio4j.benchmarks.oneshot;

import java.util.concurrent.FutureTask;

/// Runs a body on a virtual thread and waits for it: starts from a platform thread are dearer.
final class OnVirtual {
  private OnVirtual() {}

  interface Body {
    void run() throws Exception;
  }

  static void run(Body body) throws Exception {
    var task =
        new FutureTask<Void>(() -> {
          body.run();
          return null;
        });
    Thread.startVirtualThread(task);
    task.get();
  }
}
