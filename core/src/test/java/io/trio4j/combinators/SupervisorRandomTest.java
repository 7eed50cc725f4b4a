package io.trio4j.combinators;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.support.Logged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Children that fail, return, refuse to stop, come and go as a seed has it: each start has its end,
 * no child runs twice at once, none after the block, and there are never more restarts than
 * allowed.
 */
class SupervisorRandomTest {
  private static final boolean NIGHT = Boolean.getBoolean("trio4j.night");
  private static final Duration WITHIN = Duration.ofSeconds(20);

  private Logged logged;

  @BeforeEach
  void listen() {
    logged = new Logged("io.trio4j.combinators");
  }

  @AfterEach
  void stopListening() {
    logged.close();
  }

  /// One supervisor's life, drawn from a seed.
  private static final class Life {
    private final Random random;
    private final int most;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final List<Long> restarts = Collections.synchronizedList(new ArrayList<>());
    private int named;

    Life(long seed) {
      random = new Random(seed);
      most = random.nextInt(6);
    }

    SupervisorOptions options() {
      SupervisorStrategy[] all = SupervisorStrategy.values();
      int pause = random.nextInt(4);
      SupervisorOptions base = SupervisorOptions.oneForOne();
      return new SupervisorOptions(
          "random",
          all[random.nextInt(all.length)],
          most,
          WITHIN,
          inARow -> {
            restarts.add(Trio.currentTime().nanos()); // asked once for each that is made
            return Duration.ofSeconds((long) pause * inARow);
          },
          base.fatal());
    }

    void live(Supervisor supervisor) {
      List<SupervisorChild> children = new ArrayList<>();
      int steps = random.nextInt(30);
      for (int i = 0; i < steps; i++) {
        switch (random.nextInt(5)) {
          case 0, 1 -> children.add(startOne(supervisor));
          case 2 -> {
            if (!children.isEmpty()) {
              tryRemove(children.remove(random.nextInt(children.size())));
            }
          }
          default -> Trio.sleep(Duration.ofSeconds(random.nextInt(8)));
        }
      }
      if (random.nextInt(4) > 0) {
        supervisor.stop("enough");
      } else {
        supervisor.cancel("enough");
      }
    }

    private SupervisorChild startOne(Supervisor supervisor) {
      Restart[] all = Restart.values();
      Random own = new Random(random.nextLong());
      AtomicInteger running = new AtomicInteger();
      return supervisor.startSoon(
          "child-" + named++,
          all[random.nextInt(all.length)],
          () -> {
            begun.incrementAndGet();
            if (running.getAndIncrement() > 0) {
              overlaps.incrementAndGet();
            }
            try {
              work(own);
            } finally {
              running.decrementAndGet();
              ended.incrementAndGet();
            }
          });
    }

    private static void work(Random own) throws Exception {
      try {
        switch (own.nextInt(6)) {
          case 0 -> Trio.sleepForever();
          case 1 -> Trio.sleep(Duration.ofSeconds(own.nextInt(10)));
          case 2, 3, 4 -> {
            Trio.sleep(Duration.ofSeconds(own.nextInt(10)));
            throw new IllegalStateException("drawn");
          }
          default -> CancelScope.untilShutdown(() -> Trio.sleepForever());
        }
      } finally {
        if (own.nextInt(6) == 0) {
          CancelScope.cleanup(
              Duration.ofMinutes(1), () -> Trio.sleep(Duration.ofSeconds(own.nextInt(3))));
        }
        if (own.nextInt(10) == 0) {
          failInCleanUp();
        }
      }
    }

    private static void failInCleanUp() {
      throw new IllegalArgumentException("drawn, in clean-up");
    }

    private static void tryRemove(SupervisorChild child) {
      try {
        child.remove();
      } catch (ExceptionGroup expected) {
        assertThat(expected.rootCauses()).isNotEmpty();
      }
    }

    void check(long seed) {
      assertThat(ended.get()).as("ends, seed %d", seed).isEqualTo(begun.get());
      assertThat(overlaps.get()).as("one child twice at once, seed %d", seed).isZero();
      for (int i = 0; i + most < restarts.size(); i++) {
        assertThat(restarts.get(i + most) - restarts.get(i))
            .as("nanoseconds from restart %d to %d, seed %d", i, i + most, seed)
            .isGreaterThan(WITHIN.toNanos());
      }
    }
  }

  private static void one(RunMode mode, long seed) {
    Life life = new Life(seed);
    SupervisorOptions options = life.options();
    try {
      Trio.run(
          SupervisorRuns.options(mode, seed),
          () -> Supervisor.run(options, supervisor -> life.live(supervisor)));
    } catch (ExceptionGroup group) {
      assertThat(group.rootCauses())
          .as("seed %d", seed)
          .allMatch(error ->
              error instanceof IllegalStateException || error instanceof IllegalArgumentException);
    }
    life.check(seed);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void by_seed(RunMode mode) {
    int count = mode == RunMode.PARALLEL ? 100 : 300;
    long lines = 0;
    for (long seed = 0; seed < (NIGHT ? 100L * count : count); seed++) {
      one(mode, seed);
      lines += logged.lines.size();
      logged.lines.clear();
    }
    assertThat(lines).as("what happened").isGreaterThan(count);
  }

  @Test
  void a_seed_gives_the_same_log_again() {
    for (long seed = 0; seed < 20; seed++) {
      logged.lines.clear();
      one(RunMode.DETERMINISTIC, seed);
      List<String> first = List.copyOf(logged.lines);
      logged.lines.clear();
      one(RunMode.DETERMINISTIC, seed);

      assertThat(logged.lines).isEqualTo(first);
    }
  }
}
