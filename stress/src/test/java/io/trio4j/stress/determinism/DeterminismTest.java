package io.trio4j.stress.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same seed gives the same trace whatever the JVM is told about hashes, cores, languages and
 * memory.
 *
 * <p>The hashes are committed: a change of them is a change of what a seed means, and has to be
 * meant.
 */
class DeterminismTest {
  private static final String COMMITTED = "/determinism.txt";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:hashCode=0 -XX:+UnlockExperimentalVMOptions",
        "-XX:hashCode=1 -XX:+UnlockExperimentalVMOptions",
        "-XX:hashCode=2 -XX:+UnlockExperimentalVMOptions",
        "-XX:hashCode=3 -XX:+UnlockExperimentalVMOptions",
        "-XX:hashCode=4 -XX:+UnlockExperimentalVMOptions",
        "-Djdk.virtualThreadScheduler.parallelism=1",
        "-Djdk.virtualThreadScheduler.parallelism=2",
        "-Djdk.virtualThreadScheduler.parallelism=8",
        "-Duser.language=tr -Duser.country=TR",
        "-Duser.language=ar -Duser.country=EG",
        "-XX:+UseSerialGC",
        "-XX:+UseZGC",
        "-Xint"
      })
  void fifty_traces_have_the_committed_hashes_under(String flags) throws Exception {
    assertThat(runWith(flags)).isEqualTo(committed());
  }

  @Test
  void the_hash_sees_another_seed() {
    assertThat(TracedPrograms.line(1).split(" ")[1])
        .isNotEqualTo(TracedPrograms.line(2).split(" ")[1]);
  }

  private static List<String> runWith(String flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    List<String> sorted = new ArrayList<>(List.of(flags.split(" ")));
    sorted.sort((a, b) -> Boolean.compare(b.contains("Unlock"), a.contains("Unlock")));
    command.addAll(sorted);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TracedPrograms.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines;
    try (InputStream out = process.getInputStream()) {
      lines = new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(process.waitFor()).as("exit code under " + flags).isZero();
    return lines;
  }

  private static List<String> committed() throws IOException {
    try (InputStream in = DeterminismTest.class.getResourceAsStream(COMMITTED)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
