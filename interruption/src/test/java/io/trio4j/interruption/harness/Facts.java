package io.trio4j.interruption.harness;

import java.util.EnumMap;
import java.util.Map;

/// What a test has found out about its [Call]; the page is made of it.
public final class Facts {
  /// The columns of the page that tests fill.
  enum Column {
    PLAIN,
    LEFT,
    ADVISED
  }

  private final Map<Column, String> texts = new EnumMap<>(Column.class);

  Facts() {}

  /// How the call ends that nothing was done for.
  public void plain(Ending ending) {
    plain(ending.text());
  }

  public void plain(String text) {
    put(Column.PLAIN, text);
  }

  /// What is left after that: to be said beside what asserts it.
  public void left(String text) {
    put(Column.LEFT, text);
  }

  /// How the call ends when the advice was followed.
  public void advised(Ending ending) {
    advised(ending.text());
  }

  /// As [#advised(Ending)], with what is left.
  public void advised(Ending ending, String left) {
    advised(ending.text() + "; " + left);
  }

  public void advised(String text) {
    put(Column.ADVISED, text);
  }

  private void put(Column column, String text) {
    if (text.contains("|") || text.contains("\n") || text.contains("\t")) {
      throw new IllegalArgumentException("not for a cell of a table: " + text);
    }
    String before = texts.put(column, text);
    if (before != null && !before.equals(text)) {
      throw new IllegalStateException(column + " was: " + before + ", is: " + text);
    }
  }

  Map<Column, String> texts() {
    return Map.copyOf(texts);
  }
}
