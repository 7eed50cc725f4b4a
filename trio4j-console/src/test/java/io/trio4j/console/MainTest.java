package io.trio4j.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.console.fetch.FetchCommand;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void help_names_the_subcommand() {
    int exitCode = execute("--help");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).contains("Usage: trio4j").contains("fetch");
  }

  @Test
  void version_names_the_program_and_the_java_it_runs_on() {
    int exitCode = execute("--version");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).startsWith("trio4j ").contains("Java " + Runtime.version());
  }

  @Test
  void without_a_subcommand_it_says_what_is_missing() {
    int exitCode = execute();

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).startsWith("Name a command, for example: trio4j fetch");
  }

  @Test
  void an_unknown_option_is_a_usage_error() {
    int exitCode = execute("fetch", "--frob");

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains("--frob");
  }

  private int execute(String... args) {
    FetchCommand fetch =
        new FetchCommand(
            InputStream.nullInputStream(),
            _ -> {
              throw new AssertionError("nothing is to be fetched here");
            });
    CommandLine commandLine = Main.commandLine(fetch);
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }
}
