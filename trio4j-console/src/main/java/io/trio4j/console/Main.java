package io.trio4j.console;

import io.trio4j.Trio;
import io.trio4j.console.fetch.FetchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `trio4j`.
///
/// @since 0.1
@Command(
    name = "trio4j",
    description = "Tools written on trio4j, structured concurrency for the JVM.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class)
public final class Main implements Runnable {
  // Set by picocli before run() is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  private Main() {}

  /// Runs the subcommand named first and exits with its code: 0 if all went well, 2 if the command
  /// line is wrong, 130 or 143 after SIGINT or SIGTERM, or as its help says.
  ///
  /// @param args the command line
  public static void main(String[] args) {
    FetchCommand fetch =
        new FetchCommand(
            System.in,
            body -> {
              Trio.main(args, _ -> body.call());
              throw new IllegalStateException("unreachable: Trio.main does not return");
            });
    System.exit(commandLine(fetch).execute(args));
  }

  static CommandLine commandLine(FetchCommand fetch) {
    return new CommandLine(new Main()).addSubcommand(fetch);
  }

  /// Says that a subcommand is missing.
  ///
  /// @throws ParameterException always: picocli prints it with the usage, and the exit code is 2
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command, for example: trio4j fetch");
  }
}
