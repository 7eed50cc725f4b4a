package io.trio4j.testing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the user's line in a stack.
final class Places {
  /// The JDK, and the library: the types of its root package begin with a capital there.
  private static final Pattern NOT_THE_USERS =
      Pattern.compile(
          "(java|jdk|sun)\\..*|io\\.trio4j\\.(lowlevel|internal|testing|junit|[A-Z]).*");

  /// Tests of ours live in our packages.
  private static final Pattern TEST = Pattern.compile(".*(Test|Cases|Snippets)([.$].*)?");

  private Places() {}

  static Optional<StackTraceElement> firstOfUser(List<StackTraceElement> stack) {
    return stack.stream().filter(frame -> isUsers(frame.getClassName())).findFirst();
  }

  private static boolean isUsers(String type) {
    return !NOT_THE_USERS.matcher(type).matches() || TEST.matcher(type).matches();
  }
}
