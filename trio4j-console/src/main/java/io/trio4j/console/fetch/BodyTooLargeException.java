package io.trio4j.console.fetch;

import java.io.IOException;

/// A body is longer than `--max-size` allows.
final class BodyTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  BodyTooLargeException(long maxBodyBytes) {
    super("the body is longer than --max-size, " + SizeText.of(maxBodyBytes));
  }
}
