package io.trio4j.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The JDK's own list of threads: the only public one that shows virtual threads, and only as a
/// file.
///
/// @param threads all threads of the JVM but its internal ones
record ThreadDump(List<Entry> threads) {
  /// One thread.
  ///
  /// @param id as [Thread#threadId()]
  /// @param name as in the dump, with JSON's escapes
  /// @param virtual whether it is a virtual thread
  /// @param state as [Thread.State]
  /// @param stack its frames, innermost first
  record Entry(long id, String name, boolean virtual, String state, List<String> stack) {
    /// Whether it runs, or was started by, code of trio4j.
    boolean isOurs() {
      return stack.stream()
          .anyMatch(frame -> frame.startsWith("io.trio4j.") || frame.contains("/io.trio4j."));
    }
  }

  // The members of a thread are documented by the JDK's schema; their order and line breaks are
  // not.
  private static final Pattern ID = Pattern.compile("\"tid\":\\s*\"?(\\d+)");
  private static final Pattern VIRTUAL = Pattern.compile("\"virtual\":\\s*true");
  private static final Pattern NAME = text("name");
  private static final Pattern STATE = text("state");
  private static final Pattern STACK = Pattern.compile("\"stack\":\\s*\\[(.*?)]", Pattern.DOTALL);
  private static final Pattern FRAME = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static Pattern text(String member) {
    return Pattern.compile("\"" + member + "\":\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  }

  /// What lives now. Costs about 2 ms in a small program.
  static ThreadDump take() {
    boolean interrupted = Thread.interrupted(); // else the file could not be written
    try {
      Path folder = Files.createTempDirectory("trio4j");
      Path file = folder.resolve("threads.json");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
        return parse(Files.readString(file));
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the JDK's thread dump could not be taken", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static ThreadDump parse(String json) {
    List<Entry> threads = new ArrayList<>();
    List<MatchResult> starts = ID.matcher(json).results().toList();
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1).start() : json.length();
      String members = json.substring(starts.get(i).start(), end);
      threads.add(
          new Entry(
              Long.parseLong(starts.get(i).group(1)),
              first(NAME, members),
              VIRTUAL.matcher(members).find(),
              first(STATE, members),
              frames(members)));
    }
    return new ThreadDump(List.copyOf(threads));
  }

  private static String first(Pattern pattern, String in) {
    Matcher matcher = pattern.matcher(in);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static List<String> frames(String members) {
    return FRAME
        .matcher(first(STACK, members))
        .results()
        .map(frame -> frame.group(1).replace("\\/", "/"))
        .toList();
  }
}
