package io.trio4j.testing.internal;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where in the user's code a thread stands.
final class Places {
  /// Enough to see who called the helper that called the library.
  private static final int FRAMES = 12;

  /// The library's own frames, and the JDK's.
  private static final Pattern LIBRARY =
      Pattern.compile(
          "(java|jdk|sun)\\..*|io\\.trio4j\\.([A-Z]|internal\\.|lowlevel\\.[A-Z]|testing\\.internal\\.|testing\\.[A-Z]\\w*$).*");

  private Places() {}

  /// The frames of the user's code on the current thread, innermost first.
  static List<StackTraceElement> here() {
    return StackWalker.getInstance()
        .walk(frames ->
            users(frames.map(StackWalker.StackFrame::toStackTraceElement)).limit(FRAMES).toList());
  }

  /// The user's among `stack`.
  static List<StackTraceElement> users(List<StackTraceElement> stack) {
    return users(stack.stream()).limit(FRAMES).toList();
  }

  private static Stream<StackTraceElement> users(Stream<StackTraceElement> frames) {
    return frames.filter(frame -> isUsers(frame.getClassName()));
  }

  static boolean isUsers(String type) {
    return type.endsWith("Test") || type.endsWith("Snippets") || !LIBRARY.matcher(type).matches();
  }

  /// The innermost frame, short; empty if there is none.
  static String first(List<StackTraceElement> stack) {
    return stack.isEmpty()
        ? ""
        : stack.getFirst().getMethodName()
            + "("
            + stack.getFirst().getFileName()
            + ":"
            + stack.getFirst().getLineNumber()
            + ")";
  }

  static String lines(List<StackTraceElement> stack, String indent) {
    StringBuilder out = new StringBuilder();
    for (StackTraceElement frame : stack) {
      out.append(indent).append("at ").append(frame).append('\n');
    }
    return out.isEmpty() ? indent + "no frame of the user's\n" : out.toString();
  }
}
