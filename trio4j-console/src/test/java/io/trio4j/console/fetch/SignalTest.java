package io.trio4j.console.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Trio;
import io.trio4j.console.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.core.json.JsonFactory;

/// The program in a process of its own, fetching from a server that keeps it waiting, so that each
/// signal comes at a known moment.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent by kill")
class SignalTest {
  private static final long SIGINT_BIT = 1 << 1;

  private final List<Process> processes = new ArrayList<>();
  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    closeListener();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void lets_what_is_under_way_end_and_begins_nothing_new(String signal, int code) throws Exception {
    Process process = start("--limit=1", "--grace=10s", url("/first"), url("/second"));

    try (Socket first = listener.accept()) {
      RawHttp.readRequest(first);
      send(signal, process);
      assertThat(process.errorReader().readLine()).startsWith("Winding down");
      RawHttp.send(first, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    assertThat(process.inputReader().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("  200").endsWith(url("/first")),
            line -> assertThat(line).endsWith("1 fetched (2 B), 0 failed, 1 not started"));
    assertThat(process.waitFor()).isEqualTo(code);
  }

  @Test
  void cuts_off_what_is_still_there_after_the_grace() throws Exception {
    Process process = start("--limit=1", "--grace=100ms", url("/first"), url("/second"));

    try (Socket first = listener.accept()) {
      RawHttp.readRequest(first);
      send("INT", process);

      assertThat(process.inputReader().lines().toList())
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .startsWith("  CUT OFF")
                      .endsWith(url("/first") + "  interrupted"),
              line ->
                  assertThat(line).endsWith("0 fetched (0 B), 0 failed, 1 cut off, 1 not started"));
      assertThat(process.waitFor()).isEqualTo(130);
    }
  }

  @Test
  void that_comes_a_second_time_cuts_off_at_once_and_still_prints_what_there_is() throws Exception {
    Process process = start("--json", "--timeout=1h", "--grace=10s", url("/first"));

    try (Socket first = listener.accept()) {
      RawHttp.readRequest(first);
      send("INT", process);
      assertThat(process.errorReader().readLine()).startsWith("Winding down");
      send("INT", process);

      String output = process.inputReader().lines().collect(Collectors.joining("\n"));
      assertThat(JsonPaths.of(output)).containsEntry("/results/0/outcome", "cut off");
      assertThat(process.waitFor()).isEqualTo(130);
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + listener.getLocalPort() + path;
  }

  private Process start(String... args) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath =
        Stream.of(Main.class, Trio.class, CommandLine.class, JsonFactory.class)
            .map(SignalTest::whereItIs)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>(withInterrupts());
    command.addAll(List.of(java.toString(), "-cp", classPath, Main.class.getName()));
    command.add("fetch");
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).start();
    processes.add(process);
    // One that ends before it connects must not be waited for.
    var _ = process.onExit().thenRun(this::closeListener);
    return process;
  }

  /// A shell that starts its commands in the background lets them ignore SIGINT, and all processes
  /// they start.
  private static List<String> withInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return List.of();
    }
    long ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findAny()
            .orElse(0);
    return (ignored & SIGINT_BIT) == 0 ? List.of() : List.of("env", "--default-signal=INT");
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String whereItIs(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static void send(String signal, Process process)
      throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }
}
