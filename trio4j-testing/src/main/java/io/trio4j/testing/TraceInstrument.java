package io.trio4j.testing;

import io.trio4j.Task;
import io.trio4j.lowlevel.Instrument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Records the schedule of a run: which task went on, step by step.
///
/// In the modes that run one task at a time two runs with equal traces ran the same schedule. In
/// parallel mode the order is that in which the steps happened to be recorded.
///
/// {@snippet class="io.trio4j.snippets.TestingSnippets" region="trace"}
///
/// It keeps a text per step: for tests, not for long runs.
///
/// @threadsafety any thread
/// @source conformance T573, T574
/// @since 0.1
public final class TraceInstrument implements Instrument {
  // FNV-1a, 64 bits (Fowler, Noll, Vo), spelled out so that a hash kept in a file stays good
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final ReentrantLock lock = new ReentrantLock(); // leaf: nothing is called under it
  private final List<String> steps = new ArrayList<>(); // guarded by lock
  private long hash = FNV_OFFSET; // guarded by lock; of all steps

  private TraceInstrument() {}

  /// An empty trace.
  ///
  /// @return a new instrument, to be given to one run
  /// @checkpoint never
  public static TraceInstrument create() {
    return new TraceInstrument();
  }

  @Override
  public void beforeTaskStep(Task<?> task) {
    String path = task.path();
    lock.lock();
    try {
      steps.add(path);
      for (int i = 0; i < path.length(); i++) {
        mix(path.charAt(i) & 0xff);
        mix(path.charAt(i) >> 8);
      }
      mix('\n');
    } finally {
      lock.unlock();
    }
  }

  private void mix(int octet) {
    hash = (hash ^ octet) * FNV_PRIME;
  }

  /// The tasks that went on, in order.
  ///
  /// @return their paths, such as `main/worker-2`; a copy
  /// @checkpoint never
  public List<String> steps() {
    lock.lock();
    try {
      return List.copyOf(steps);
    } finally {
      lock.unlock();
    }
  }

  /// A number for the whole trace: the same on every machine and in every version.
  ///
  /// @return 64 bits that depend on all paths and their order
  /// @checkpoint never
  public long hash() {
    lock.lock();
    try {
      return hash;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return "TraceInstrument[" + steps.size() + " steps, hash " + Long.toHexString(hash) + "]";
    } finally {
      lock.unlock();
    }
  }
}
