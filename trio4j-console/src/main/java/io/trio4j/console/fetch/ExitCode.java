package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.CutOff;
import io.trio4j.console.fetch.Ending.NotStarted;
import java.util.List;

/// What the program ends with, so that a script knows what to do next. After a signal it is 128 and
/// the signal's number instead.
final class ExitCode {
  /// All URLs were fetched.
  static final int FETCHED = 0;

  /// Every URL was tried, and some could not be fetched.
  static final int FAILED = 1;

  /// The command line is wrong; nothing was fetched. Picocli's own.
  static final int USAGE = 2;

  /// `--total-timeout` or `--fail-fast` stopped it: there are URLs about which nothing is known.
  static final int STOPPED = 3;

  /// The fetches went as they went, but what they gave could not be written.
  static final int NOT_WRITTEN = 4;

  /// The program is broken: what `sysexits.h` calls EX_SOFTWARE.
  static final int BROKEN = 70;

  private ExitCode() {}

  static int of(List<FetchResult> results, boolean isWritten) {
    if (!isWritten) {
      return NOT_WRITTEN;
    }
    if (results.stream().map(FetchResult::ending).anyMatch(ExitCode::isUnknown)) {
      return STOPPED;
    }
    return results.stream().allMatch(result -> result.ending().isFetched()) ? FETCHED : FAILED;
  }

  private static boolean isUnknown(Ending ending) {
    return ending instanceof CutOff || ending instanceof NotStarted;
  }
}
