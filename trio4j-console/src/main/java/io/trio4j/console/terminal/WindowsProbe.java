package io.trio4j.console.terminal;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/// Windows Terminal, which sets a variable for what it starts.
final class WindowsProbe implements TerminalProbe {
  private final Map<String, String> environment;

  WindowsProbe(Map<String, String> environment) {
    this.environment = environment;
  }

  /// Both streams or none: the JDK tells no more.
  @Override
  public boolean isTerminal(Stream stream) {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  @Override
  public Size size() {
    return Size.USUAL;
  }

  @Override
  public String defaultTerm() {
    return environment.containsKey("WT_SESSION") ? "windows-terminal" : "dumb";
  }
}
