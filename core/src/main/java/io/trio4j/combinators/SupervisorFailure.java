package io.trio4j.combinators;

import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import java.util.ArrayList;
import java.util.List;

/// How failures get from the supervisor's task through the nursery to the one who opened it, who
/// never sees this: there it becomes the group of those failures.
final class SupervisorFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Branch> failures;

  /// @param message what the supervisor was doing
  /// @param failures at least one
  SupervisorFailure(String message, List<Branch> failures) {
    super(message, failures.getFirst().error(), false, false);
    this.failures = List.copyOf(failures);
  }

  /// The nursery's group, with the failures in place of those who carried them.
  static ExceptionGroup unfold(ExceptionGroup thrown) {
    List<Branch> all = new ArrayList<>();
    String message = "";
    for (Branch branch : thrown.branches()) {
      if (branch.error() instanceof SupervisorFailure carrier) {
        all.addAll(carrier.failures);
        message = message.isEmpty() ? String.valueOf(carrier.getMessage()) : message;
      } else {
        all.add(branch);
      }
    }
    return message.isEmpty() ? thrown : ExceptionGroup.ofBranches(message, all);
  }
}
