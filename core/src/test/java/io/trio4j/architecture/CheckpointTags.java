package io.trio4j.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the `///` comments of one source file for what its methods say about waiting.
///
/// Which methods wait can't be seen in a class file. What can be checked is that the words are used
/// as agreed, and that methods whose names speak of waiting (`tryX`, `await…`, `waitX…`) have them.
record CheckpointTags(String file, List<Comment> comments) {

  /// One comment and the name of the method that follows it, or the empty string.
  record Comment(int line, String text, String method) {

    private static final Pattern TAG =
        Pattern.compile("^@(\\w+)[ \\t]*(.*(?:\\n(?!@).*)*)", Pattern.MULTILINE);

    boolean has(String tag) {
      return TAG.matcher(text).results().anyMatch(found -> found.group(1).equals(tag));
    }

    String value(String tag) {
      return TAG.matcher(text)
          .results()
          .filter(found -> found.group(1).equals(tag))
          .map(found -> found.group(2).strip())
          .findFirst()
          .orElse("");
    }
  }

  private static final Pattern AGREED =
      Pattern.compile("(always|never|schedule point only)\\b.*", Pattern.DOTALL);
  private static final Pattern METHOD = Pattern.compile("^[^=;{}]*?\\b(\\w+)\\s*\\(");
  private static final Pattern WAITS_BY_NAME = Pattern.compile("await([A-Z].*)?|wait[A-Z].*");
  private static final Pattern NEVER_WAITS_BY_NAME = Pattern.compile("try[A-Z].*");

  static CheckpointTags parse(String file, String source) {
    List<Comment> comments = new ArrayList<>();
    List<String> lines = source.lines().map(String::strip).toList();
    int i = 0;
    while (i < lines.size()) {
      int start = i;
      StringBuilder text = new StringBuilder();
      while (i < lines.size() && lines.get(i).startsWith("///")) {
        text.append(lines.get(i).substring(3).strip()).append('\n');
        i++;
      }
      if (i == start) {
        i++;
      } else {
        comments.add(new Comment(start + 1, text.toString(), methodAt(lines, i)));
      }
    }
    return new CheckpointTags(file, comments);
  }

  private static String methodAt(List<String> lines, int first) {
    int i = first;
    while (i < lines.size() && lines.get(i).startsWith("@")) {
      i++;
    }
    Matcher method = METHOD.matcher(i < lines.size() ? lines.get(i) : "");
    return method.find() ? method.group(1) : "";
  }

  long checkpointCount() {
    return comments.stream().filter(comment -> comment.has("checkpoint")).count();
  }

  List<String> violations() {
    return comments.stream()
        .flatMap(comment ->
            violationsOf(comment).stream()
                .map(rule -> file + ":" + comment.line() + " " + comment.method() + ": " + rule))
        .toList();
  }

  private static List<String> violationsOf(Comment comment) {
    List<String> broken = new ArrayList<>();
    String value = comment.value("checkpoint");
    boolean tagged = comment.has("checkpoint");
    if (tagged && !AGREED.matcher(value).matches()) {
      broken.add("@checkpoint begins with always, never or schedule point only, not: " + value);
    }
    if (value.startsWith("always") && comment.value("oncancel").isEmpty()) {
      broken.add("@checkpoint always needs @oncancel: what is left of a cancelled call");
    }
    if (comment.has("oncancel") && !tagged) {
      broken.add("@oncancel needs @checkpoint: when it can be cancelled");
    }
    if (WAITS_BY_NAME.matcher(comment.method()).matches() && !tagged) {
      broken.add("a method of this name waits, so it needs @checkpoint");
    }
    if (NEVER_WAITS_BY_NAME.matcher(comment.method()).matches() && !value.startsWith("never")) {
      broken.add("a method of this name never waits, so it needs @checkpoint never");
    }
    return broken;
  }
}
