package io.trio4j.stress.timer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// jcstress on [WakeCases], in a JVM of its own.
///
/// What jcstress needs around a case is compiled here, when the test runs: it belongs neither to
/// the module's own jcstress run, which must fail on a forbidden outcome while a planted bug must
/// show one, nor to what Error Prone looks at.
class WakeStressTest {
  private static final String ANSWERS =
      """
      package io.trio4j.stress.timer;

      import org.openjdk.jcstress.annotations.*;
      import org.openjdk.jcstress.infra.results.ZZ_Result;

      @JCStressTest
      @Outcome(
          id = "false, false",
          expect = Expect.FORBIDDEN,
          desc = "lost: nobody wakes the owner, and it has not seen the deadline")
      @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "armed after the look")
      @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "armed before the look")
      @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "woken for nothing")
      @State
      public class %1$sCase extends WakeCases.%1$s {
        @Actor
        public void armer(ZZ_Result result) {
          result.r1 = arm();
        }

        @Actor
        public void owner(ZZ_Result result) {
          result.r2 = look();
        }
      }
      """;

  private static final String SLEEP =
      """
      package io.trio4j.stress.timer;

      import org.openjdk.jcstress.annotations.*;
      import org.openjdk.jcstress.infra.results.Z_Result;

      @JCStressTest
      @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "lost: the owner overslept")
      @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "woken, or never asleep")
      @State
      public class %1$sCase extends WakeCases.%1$s {
        @Actor
        public void armer() {
          arm();
        }

        @Actor
        public void owner(Z_Result result) {
          result.r1 = sleep();
        }
      }
      """;

  private static final Map<String, String> CASES =
      Map.of(
          "Answers", ANSWERS,
          "AnswersWithoutFence", ANSWERS,
          "Sleep", SLEEP,
          "SleepWokenTooSoon", SLEEP);

  private static String report = "";

  /// All in one run: jcstress takes its time to look at the machine first.
  @BeforeAll
  @Timeout(value = 10, unit = TimeUnit.MINUTES) // work, not waiting
  static void stress(@TempDir Path directory) throws IOException, InterruptedException {
    String classPath = directory + File.pathSeparator + System.getProperty("java.class.path");
    List<String> javac =
        new ArrayList<>(
            List.of("javac", "-proc:full", "-cp", classPath, "-d", directory.toString()));
    for (var entry : CASES.entrySet()) {
      Path source = directory.resolve(entry.getKey() + "Case.java");
      Files.writeString(source, entry.getValue().formatted(entry.getKey()));
      javac.add(source.toString());
    }
    List<String> jcstress =
        new ArrayList<>(List.of("java", "-cp", classPath, "org.openjdk.jcstress.Main", "-v"));
    if (Boolean.getBoolean("trio4j.night")) {
      jcstress.addAll(List.of("-m", "quick"));
    } else {
      // one JVM a case for two seconds, instead of one for each combination of compilers
      jcstress.addAll(
          List.of("-f", "1", "-iters", "5", "-time", "400", "-sc", "false", "-af", "NONE"));
      jcstress.addAll(List.of("-jvmArgs", "-Xmx512m"));
    }
    report = run(directory, javac) + run(directory, jcstress);
  }

  @Test
  void arming_or_the_look_before_sleep_notices_the_other() {
    assertThat(report)
        .contains("[OK] io.trio4j.stress.timer.AnswersCase")
        .doesNotContain("[FAILED] io.trio4j.stress.timer.AnswersCase");
  }

  @Test
  void the_owner_never_oversleeps() {
    assertThat(report)
        .contains("[OK] io.trio4j.stress.timer.SleepCase")
        .doesNotContain("[FAILED] io.trio4j.stress.timer.SleepCase");
  }

  @Nested
  class A_planted_bug {

    @Test
    void of_a_missing_fence_is_found() {
      assertThat(report).contains("[FAILED] io.trio4j.stress.timer.AnswersWithoutFenceCase");
    }

    @Test
    void of_waking_before_arming_is_found() {
      assertThat(report).contains("[FAILED] io.trio4j.stress.timer.SleepWokenTooSoonCase");
    }
  }

  private static String run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home"), "bin", command.getFirst()).toString();
    command.set(0, program);
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }
}
