package io.trio4j.internal.cancel;

import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Real errors that ride on a [Cancelled]: try-with-resources puts what `close` throws there.
public final class CancelledErrors {
  private CancelledErrors() {}

  /// The suppressed errors as a group, or null if there are none.
  public static @Nullable Throwable realErrors(Cancelled cancelled) {
    if (cancelled.getSuppressed().length == 0) {
      return null;
    }
    List<Throwable> errors = new ArrayList<>();
    for (Throwable suppressed : cancelled.getSuppressed()) {
      if (suppressed instanceof Cancelled inner) {
        Throwable deeper = realErrors(inner);
        if (deeper != null) {
          errors.add(deeper);
        }
      } else {
        errors.add(suppressed);
      }
    }
    return errors.isEmpty() ? null : ExceptionGroup.of("failed while being cancelled", errors);
  }
}
