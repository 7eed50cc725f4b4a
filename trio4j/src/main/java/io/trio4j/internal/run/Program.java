package io.trio4j.internal.run;

import io.trio4j.Nursery;
import io.trio4j.ProgramBody;
import io.trio4j.RunOptions;
import io.trio4j.Trio;

/// The body of `Trio.main`.
final class Program {
  private Program() {}

  static void run(String[] args, ProgramBody body) {
    int code;
    try {
      code = Trio.run(RunOptions.defaults().withName("main"), () -> body.run(args));
    } catch (Throwable t) { // printed: there is nobody above
      t.printStackTrace();
      code = 1;
    }
    System.exit(code);
  }
}
