package io.trio4j.junit;

import io.trio4j.ExceptionGroup;
import io.trio4j.Outcome;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevel.Instrument;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/// Takes a dump when a task fails, for when a failed test is reported its tasks have long ended.
final class FailureDumps implements Instrument {
  /// A test may fail many tasks on purpose; the first few failures are the ones people look at.
  private static final int KEPT = 8;

  private final Map<Throwable, String> dumps = Collections.synchronizedMap(new IdentityHashMap<>());

  @Override
  public void taskExited(Task<?> task) {
    if (task.outcome().orElse(null) instanceof Outcome.Failure<?>(Throwable error)) {
      record(error);
    }
  }

  /// Notes what is going on as `error` is thrown.
  void record(Throwable error) {
    if (dumps.size() < KEPT && !(error instanceof TestAbortedException)) {
      dumps.computeIfAbsent(error, _ -> Trio.dump());
    }
  }

  /// What was going on when the first failure in `thrown` happened.
  Optional<String> of(Throwable thrown) {
    List<Throwable> failures =
        thrown instanceof ExceptionGroup group ? group.rootCauses() : List.of(thrown);
    return failures.stream().map(dumps::get).filter(Objects::nonNull).findFirst();
  }
}
