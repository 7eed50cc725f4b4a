package io.trio4j.stress.determinism;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.internal.run.SeededRandom;
import io.trio4j.lowlevel.Instrument;
import io.trio4j.lowlevel.ParkingLot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Fifty programs in deterministic mode, each with the hash of its trace: who had the baton when.
 *
 * <p>A program of its own, because the flags under which the hashes must be equal are the JVM's.
 */
public final class TracedPrograms {
  static final int PROGRAM_COUNT = 50;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int DEPTH = 3;

  private final SeededRandom shape;
  private final ParkingLot lot = ParkingLot.of("the lot of the program");
  private long hash = FNV_OFFSET;

  private TracedPrograms(long seed) {
    shape = new SeededRandom(seed * 31);
  }

  /** Prints a line for each program: its seed and the hash of its trace. */
  public static void main(String[] args) {
    for (int seed = 1; seed <= PROGRAM_COUNT; seed++) {
      System.out.println(line(seed));
    }
  }

  static String line(int seed) {
    TracedPrograms program = new TracedPrograms(seed);
    Instrument trace =
        new Instrument() {
          @Override
          public void beforeTaskStep(Task<?> task) {
            program.note(task.path());
          }
        };
    RunOptions options = RunOptions.deterministic(seed).withInstrument(trace);
    Trio.run(
        options,
        () -> {
          program.block(DEPTH);
          program.note(String.valueOf(Trio.currentTime()));
        });
    return seed + " " + Long.toHexString(program.hash);
  }

  /** FNV-1a over the bytes of the text: no hash of the JVM's is in it. */
  private void note(String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b) * FNV_PRIME;
    }
  }

  private void block(int depth) {
    TrioTime deadline = Trio.currentTime().plus(Duration.ofMillis(1 + shape.nextInt(40)));
    CancelScope.moveOnAt(
        deadline,
        () ->
            Nursery.run(nursery -> {
              int children = 2 + shape.nextInt(3);
              for (int i = 0; i < children; i++) {
                nursery.startSoon("child-" + i, () -> steps(depth - 1));
              }
              steps(depth - 1);
              lot.unpark(1 + shape.nextInt(2));
            }));
  }

  private void steps(int depth) {
    int count = 1 + shape.nextInt(4);
    for (int i = 0; i < count; i++) {
      switch (shape.nextInt(depth > 0 ? 5 : 4)) {
        case 0 -> Trio.checkpoint();
        case 1 -> Trio.sleep(Duration.ofMillis(shape.nextInt(10)));
        case 2 -> CancelScope.moveOnAfter(Duration.ofMillis(3), () -> lot.park());
        case 3 -> lot.unparkAll();
        default -> block(depth);
      }
    }
  }
}
