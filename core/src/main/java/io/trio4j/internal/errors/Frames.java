package io.trio4j.internal.errors;

import io.trio4j.TrioInternalError;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The lines of one stack trace, with the frames that tell users nothing folded.
///
/// Folded are the frames of trio4j, those of the JDK between two of trio4j, and those of the JDK
/// that start a thread or bind a scoped value. A trace with no other frame is shown as it is, and
/// so is that of a [TrioInternalError]: there they are the news.
final class Frames {
  // A StackOverflowError has 1024; what repeats in it is seen by then.
  private static final int FRAMES_SHOWN = 200;

  private static final List<String> STARTERS_OF_THE_JDK =
      List.of(
          "java.lang.VirtualThread",
          "java.lang.ThreadBuilders",
          "java.lang.ScopedValue",
          "jdk.internal.vm.");

  private final List<StackTraceElement> trace;
  private final BitSet telling;
  private final int end;
  private final List<String> lines = new ArrayList<>();

  private Frames(List<StackTraceElement> trace, List<StackTraceElement> above) {
    this.trace = trace;
    this.telling = tellingIn(trace);
    this.end = trace.size() - sharedWith(above);
  }

  /// The lines for a throwable.
  ///
  /// @param error the throwable
  /// @param above the trace it is printed under; the frames at the end of both are only counted
  /// @return lines without indentation
  static List<String> of(Untrusted error, List<StackTraceElement> above) {
    Frames frames = new Frames(error.trace(), above);
    frames.write(!(error.error() instanceof TrioInternalError) && !frames.telling.isEmpty());
    return frames.lines;
  }

  private void write(boolean folding) {
    int i = 0;
    while (i < end && i < FRAMES_SHOWN) {
      if (folding && !telling.get(i)) {
        int next = telling.nextSetBit(i);
        next = next < 0 || next > end ? end : next;
        lines.add(folded(i, next));
        i = next;
      } else {
        lines.add("at " + trace.get(i));
        i++;
      }
    }
    if (i < end) {
      lines.add("... " + count(end - i, "frame") + " not shown");
    }
    if (end < trace.size()) {
      lines.add("... " + (trace.size() - end) + " more");
    }
  }

  private String folded(int start, int next) {
    boolean ours = trace.subList(start, next).stream().anyMatch(Frames::isOurs);
    String text = "... " + count(next - start, "frame") + (ours ? " of trio4j" : " of the JDK");
    // The lowest frame is the method that the user called, if the user's own frames follow.
    StackTraceElement called = trace.get(next - 1);
    boolean byTheUser = next < end && isOurs(called) && isForUsers(called);
    return byTheUser ? text + " (" + shortName(called) + ")" : text;
  }

  private int sharedWith(List<StackTraceElement> above) {
    // The first frame that tells where it happened is shown in any case.
    int most = Math.min(trace.size() - 1 - telling.nextSetBit(0), above.size());
    int count = 0;
    while (count < most
        && trace.get(trace.size() - 1 - count).equals(above.get(above.size() - 1 - count))) {
      count++;
    }
    // All tasks begin with the same frames of ours: that is no place in common.
    return telling.nextSetBit(trace.size() - count) < 0 ? 0 : count;
  }

  private static BitSet tellingIn(List<StackTraceElement> trace) {
    BitSet telling = new BitSet();
    // Where the frames of the JDK begin that follow one of ours, or -1.
    int between = -1;
    for (int i = 0; i < trace.size(); i++) {
      StackTraceElement frame = trace.get(i);
      if (isOurs(frame)) {
        if (between >= 0) {
          telling.clear(between, i);
        }
        between = i + 1;
      } else {
        telling.set(i, !isStarter(frame));
        between = UserCode.isOfTheJdk(frame.getClassName()) ? between : -1;
      }
    }
    return telling;
  }

  private static boolean isOurs(StackTraceElement frame) {
    return UserCode.isOurs(frame.getClassName());
  }

  private static boolean isStarter(StackTraceElement frame) {
    boolean runsThread =
        frame.getClassName().equals("java.lang.Thread") && frame.getMethodName().startsWith("run");
    return runsThread || UserCode.startsWithAny(STARTERS_OF_THE_JDK, frame.getClassName());
  }

  private static boolean isForUsers(StackTraceElement frame) {
    return !frame.getClassName().contains(".internal.")
        && !frame.getMethodName().startsWith("lambda$");
  }

  private static String shortName(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '.')
        + "."
        + frame.getMethodName();
  }

  static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
