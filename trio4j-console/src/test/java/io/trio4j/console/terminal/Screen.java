package io.trio4j.console.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A terminal of endless height for tests: knows what our programs send, and refuses everything
/// else. Colours are not kept.
public final class Screen {
  private static final Pattern CONTROL = Pattern.compile("\u001b\\[(\\??)(\\d*)([A-Za-z])");

  private final int columns;
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;
  private boolean isWrapping = true;

  /// A terminal so wide, with nothing on it.
  public Screen(int columns) {
    this.columns = columns;
  }

  /// Does what a terminal does when it gets this.
  public void show(String output) {
    Matcher control = CONTROL.matcher(output);
    for (int i = 0; i < output.length(); i++) {
      char character = output.charAt(i);
      switch (character) {
        case '\r' -> column = 0;
        // As the line discipline of the operating system has it.
        case '\n' -> newLine();
        case '\u001b' -> {
          if (!control.find(i) || control.start() != i) {
            throw new AssertionError("unknown control in " + output);
          }
          obey(control.group(1) + control.group(3), control.group(2));
          i = control.end() - 1;
        }
        default -> put(character);
      }
    }
  }

  private void newLine() {
    row++;
    column = 0;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
  }

  private void put(char character) {
    if (column == columns) {
      if (isWrapping) {
        newLine();
      } else {
        column--;
      }
    }
    StringBuilder line = lines.get(row);
    while (line.length() <= column) {
      line.append(' ');
    }
    line.setCharAt(column, character);
    column++;
  }

  private void obey(String command, String argument) {
    switch (command) {
      case "A" -> {
        row -= Integer.parseInt(argument);
        if (row < 0) {
          throw new AssertionError("above the first line");
        }
      }
      case "K" -> eraseRestOfLine();
      case "J" -> {
        eraseRestOfLine();
        lines.subList(row + 1, lines.size()).clear();
      }
      case "m" -> {}
      case "?h" -> isWrapping = true;
      case "?l" -> isWrapping = false;
      default -> throw new AssertionError("unknown control: " + command);
    }
  }

  private void eraseRestOfLine() {
    StringBuilder line = lines.get(row);
    line.setLength(Math.min(line.length(), column));
  }

  /// What one sees, without the blanks at the ends of lines.
  public String text() {
    return lines.stream()
        .map(line -> line.toString().stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  /// Whether lines wrap and the cursor is at the begin of the last line, as a shell wants it.
  public boolean isAsItWas() {
    return isWrapping && column == 0 && row == lines.size() - 1;
  }
}
