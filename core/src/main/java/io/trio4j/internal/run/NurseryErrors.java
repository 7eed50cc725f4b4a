package io.trio4j.internal.run;

import io.trio4j.CancelReason;
import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a nursery throws when everything in it has ended.
final class NurseryErrors {
  private NurseryErrors() {}

  /// The group of all failures; without any a bare `Cancelled` if something was cancelled; else
  /// null.
  static @Nullable Throwable of(RunNursery nursery) {
    List<RunTask<?>> failed = nursery.failedChildren();
    Throwable bodyFailure = nursery.bodyFailure();
    if (failed.isEmpty() && bodyFailure == null) {
      CancelReason reason = nursery.sawCancel();
      return reason == null ? null : nursery.parent().thrown(reason);
    }
    try {
      return ExceptionGroup.ofBranches(message(nursery), branches(nursery, failed, bodyFailure));
    } catch (OutOfMemoryError | StackOverflowError e) { // the first failure must not be lost
      return bodyFailure == null ? failed.getFirst().failure() : bodyFailure;
    }
  }

  private static String message(RunNursery nursery) {
    return nursery.name().isEmpty() ? "nursery of " + nursery.parentPath() : nursery.name();
  }

  private static List<Branch> branches(
      RunNursery nursery, List<RunTask<?>> failed, @Nullable Throwable bodyFailure) {
    List<Branch> branches = new ArrayList<>(failed.size() + 1);
    for (RunTask<?> task : failed) {
      branches.add(new Branch(task.failure(), task.path(), task.site()));
    }
    if (bodyFailure != null) {
      Branch body = new Branch(bodyFailure, nursery.parentPath(), nursery.parent().site());
      branches.add(nursery.bodyFailedFirst() ? 0 : branches.size(), body);
    }
    return branches;
  }
}
