package io.trio4j.interruption;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

/// Programs every UNIX has. On other systems the tests that need them are skipped.
final class Commands {
  private Commands() {}

  static Process startOrSkip(String... command) {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      return abort(() -> "no such program here: " + e.getMessage());
    }
  }

  static void runOrSkip(String... command) throws InterruptedException {
    int status = startOrSkip(command).waitFor();
    assumeTrue(status == 0, () -> String.join(" ", command) + " failed");
  }
}
