package io.trio4j.internal.errors;

import java.util.List;

/// Tells classes of the program from those of trio4j and of the JDK.
public final class UserCode {
  private static final String OURS = "io.trio4j.";
  private static final List<String> WRITTEN_AS_BY_A_USER =
      List.of(
          "io.trio4j.examples.",
          "io.trio4j.snippets.",
          "io.trio4j.benchmarks.",
          "io.trio4j.stress.");
  private static final List<String> OF_THE_JDK = List.of("java.", "javax.", "jdk.", "sun.");
  private static final String LAMBDA = "lambda$";

  private UserCode() {}

  /// Whether a class belongs to neither.
  ///
  /// @param className as in a stack trace
  public static boolean is(String className) {
    return !isOurs(className) && !isOfTheJdk(className);
  }

  /// Whether a class is trio4j's, and none of its tests or examples.
  static boolean isOurs(String className) {
    return className.startsWith(OURS)
        && !isTest(className)
        && !startsWithAny(WRITTEN_AS_BY_A_USER, className);
  }

  static boolean isOfTheJdk(String className) {
    return startsWithAny(OF_THE_JDK, className);
  }

  static boolean startsWithAny(List<String> prefixes, String className) {
    return prefixes.stream().anyMatch(className::startsWith);
  }

  private static boolean isTest(String className) {
    int nested = className.indexOf('$');
    return (nested < 0 ? className : className.substring(0, nested)).endsWith("Test");
  }

  /// The method a lambda was written in; any other method is itself.
  ///
  /// @param methodName as in a stack trace
  public static String enclosingMethod(String methodName) {
    int end = methodName.lastIndexOf('$');
    return methodName.startsWith(LAMBDA) && end > LAMBDA.length()
        ? methodName.substring(LAMBDA.length(), end)
        : methodName;
  }
}
