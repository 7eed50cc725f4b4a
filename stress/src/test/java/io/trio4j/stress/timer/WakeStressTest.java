package io.trio4j.stress.timer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.internal.time.DueList;
import io.trio4j.internal.time.StripedWheels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/// jcstress on the hand-shake between arming and the timer thread going to sleep, in a JVM of its
/// own.
///
/// Node 0 is due in tick 2, for which the owner has slept; node 1 is due in tick 70. The owner
/// takes node 0 and goes to sleep for ever unless it sees node 1. Meanwhile another thread arms
/// node 1, and wakes the owner if told to.
class WakeStressTest {
  private static final long FIRST = ModelNode.tickOf(0) * ModelNode.TICK_NANOS;
  private static final long SECOND = ModelNode.tickOf(1) * ModelNode.TICK_NANOS;

  @TempDir private Path reports;

  @Test
  void no_wake_up_is_lost() throws IOException, InterruptedException {
    assertThat(run("WakeStressTest.(Answers|Sleep)$"))
        .contains("RUN COMPLETE", "Results: 2 passed");
  }

  @Nested
  class A_planted_bug {

    @Test
    void of_a_missing_fence_is_found() throws IOException, InterruptedException {
      assertThat(run("WakeStressTest.AnswersWithoutFence$")).contains("1 failed", "false, false");
    }

    @Test
    void of_waking_before_arming_is_found() throws IOException, InterruptedException {
      assertThat(run("WakeStressTest.SleepWokenTooSoon$")).contains("1 failed", "overslept");
    }
  }

  private String run(String tests) throws IOException, InterruptedException {
    List<String> effort =
        Boolean.getBoolean("trio4j.night")
            ? List.of("-m", "default")
            : List.of("-f", "1", "-iters", "5", "-time", "400ms", "-sc", "false", "-af", "NONE");
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.openjdk.jcstress.Main",
                    "-t",
                    tests,
                    "-r",
                    reports.toString()),
                effort.stream())
            .toList();
    Process process =
        new ProcessBuilder(command).directory(reports.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  /// The answers alone: what the owner has seen, and whether it is to be woken.
  @JCStressTest
  @Outcome(
      id = "false, false",
      expect = Expect.FORBIDDEN,
      desc = "nobody wakes the owner, and it does not know of the deadline, which is lost")
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "armed after the owner looked")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "armed before the owner looked")
  @State
  public static class Answers {
    private final ModelNode[] nodes = ModelNode.all();
    private final StripedWheels wheels = new StripedWheels(0, 0);

    public Answers() {
      wheels.arm(nodes[0]);
      wheels.advance(0, new DueList());
    }

    @Actor
    public void armer(ZZ_Result result) {
      result.r1 = wheels.arm(nodes[1]);
    }

    @Actor
    public void owner(ZZ_Result result) {
      result.r2 = wheels.advance(FIRST, new DueList()) <= SECOND;
    }
  }

  /// The hand-shake without locks, and without the fence it would then need.
  @JCStressTest
  @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "the deadline is lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "not this time")
  @State
  public static class AnswersWithoutFence {
    private boolean armed;
    private long sleepsUntil = FIRST;

    @Actor
    public void armer(ZZ_Result result) {
      armed = true;
      result.r1 = sleepsUntil > SECOND;
    }

    @Actor
    public void owner(ZZ_Result result) {
      sleepsUntil = Long.MAX_VALUE;
      result.r2 = armed;
    }
  }

  /// With real parking, as [io.trio4j.internal.time.WheelTimer] does it.
  @JCStressTest
  @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "overslept: the wake-up was lost")
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "woken, or never asleep")
  @State
  public static class Sleep {
    private static final long TOO_LONG_NANOS = 10_000_000_000L; // a machine this busy is too busy

    final ModelNode[] nodes = ModelNode.all();
    final StripedWheels wheels = new StripedWheels(0, 0);

    /// Known before node 1 is armed: who reads null comes before the owner's first look.
    volatile Thread sleeper;

    public Sleep() {
      wheels.arm(nodes[0]);
      wheels.advance(0, new DueList());
    }

    @Actor
    public void armer() {
      if (wheels.arm(nodes[1])) {
        LockSupport.unpark(sleeper);
      }
    }

    @Actor
    public void owner(Z_Result result) {
      result.r1 = sleepUntilKnown(TOO_LONG_NANOS);
    }

    final boolean sleepUntilKnown(long tooLongNanos) {
      sleeper = Thread.currentThread();
      long giveUp = System.nanoTime() + tooLongNanos;
      // a permit may be left over from the run before: as any park, this one may return for nothing
      while (wheels.advance(FIRST, new DueList()) > SECOND) {
        long rest = giveUp - System.nanoTime();
        if (rest <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, rest);
      }
      return System.nanoTime() < giveUp;
    }
  }

  /// Wakes the owner first and arms then.
  @JCStressTest
  @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "overslept: the wake-up was lost")
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "not this time")
  @State
  public static class SleepWokenTooSoon extends Sleep {
    private static final long NOT_SO_LONG_NANOS = 20_000_000;

    @Override
    @Actor
    public void armer() {
      LockSupport.unpark(sleeper);
      wheels.arm(nodes[1]);
    }

    @Override
    @Actor
    public void owner(Z_Result result) {
      result.r1 = sleepUntilKnown(NOT_SO_LONG_NANOS);
    }
  }
}
