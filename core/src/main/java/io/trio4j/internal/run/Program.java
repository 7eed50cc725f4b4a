package io.trio4j.internal.run;

import io.trio4j.CancelScope;
import io.trio4j.ProgramBody;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// The body of `Trio.main`: signals, exit codes, the last words of a failure.
final class Program {
  /// Longer than most requests, shorter than the time-out after which supervisors kill.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int SIGNAL_CODE_BASE = 128; // the shells' convention: 130 for SIGINT

  private final AtomicInteger firstSignal = new AtomicInteger();

  private Program() {}

  static void run(String[] args, ProgramBody body) {
    System.exit(new Program().exitCode(args, body));
  }

  private int exitCode(String[] args, ProgramBody body) {
    int code;
    try {
      code = Trio.run(RunOptions.defaults().withName("main"), () -> inScope(args, body));
    } catch (Throwable t) { // printed: there is nobody above
      if (firstSignal.get() == 0 || !(t instanceof io.trio4j.RunCancelledException)) {
        t.printStackTrace();
      }
      code = 1;
    }
    int signal = firstSignal.get();
    return signal == 0 ? code : SIGNAL_CODE_BASE + signal;
  }

  private int inScope(String[] args, ProgramBody body) throws Exception {
    int[] code = {1};
    CancelScope.<Exception>run(scope -> {
      try (StopSignals _ = StopSignals.handle(number -> stop(scope, number))) {
        code[0] = body.run(args);
      }
    });
    return code[0];
  }

  private void stop(CancelScope scope, int number) {
    if (firstSignal.compareAndSet(0, number)) {
      scope.cancelGracefully(GRACE);
    } else {
      scope.cancel("a second signal");
    }
  }
}
