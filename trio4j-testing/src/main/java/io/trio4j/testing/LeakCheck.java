package io.trio4j.testing;

import io.trio4j.Trio;
import io.trio4j.internal.hooks.RunHooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Finds what a piece of code left behind: runs, entries in the timer, virtual threads that run
/// code of trio4j, and the interrupt flag of the thread that asks; in a task also tasks.
///
/// {@snippet class="io.trio4j.snippets.TestingSnippets" region="leaks"}
///
/// What ends by itself a moment later is no leak: [#assertNothingLeft()] looks again and again,
/// giving other threads their turn in between, for two seconds of real time.
///
/// It looks at the whole JVM, so the code in question should be all that runs meanwhile. While a
/// run that is older than the check is alive, a fixture's for example, nobody can tell whose timer
/// entries and threads are whose: then only runs and the flag are looked at.
///
/// @threadsafety one thread, the one that called [#begin()]
/// @since 0.1
public final class LeakCheck {
  /// A thread that is about to end needs microseconds; a loaded machine may take its time.
  private static final long GRACE_NANOS = 2_000_000_000L;

  /// A dump that meets virtual threads as they end can crash the JVM (25.0.3, seen once in some
  /// thousands of dumps without this pause). Longer: each check takes longer.
  private static final long SETTLE_NANOS = 1_000_000;

  private static final int SHOWN_FRAMES = 12; // enough to find the line

  private final Set<Object> runsBefore = RunHooks.liveRuns();
  private final int timerEntriesBefore = RunHooks.timerEntryCount();
  private final boolean interruptedBefore = Thread.currentThread().isInterrupted();

  private final Optional<TaskLeaks> tasks = TaskLeaks.begin();

  /// Threads get their numbers in the order they are made, so no dump is needed at the beginning.
  /// The JDK does not promise that; a planted leak in the tests would tell.
  private final long lastThreadBefore = Thread.ofVirtual().unstarted(() -> {}).threadId();

  private LeakCheck() {}

  /// Notes what there is now.
  ///
  /// @return a check for what comes from now on
  /// @checkpoint never
  public static LeakCheck begin() {
    return new LeakCheck();
  }

  /// Fails if there is more than there was at the beginning.
  ///
  /// @checkpoint never: it blocks the calling thread, for two seconds at most
  /// @throws AssertionError naming each thing that was left
  public void assertNothingLeft() {
    long start = System.nanoTime();
    List<String> left = leftovers();
    while (!left.isEmpty()) {
      if (System.nanoTime() - start > GRACE_NANOS) {
        throw new AssertionError("left behind:\n- " + String.join("\n- ", left));
      }
      Thread.yield();
      left = leftovers();
    }
  }

  /// Fails if the run has tasks that it did not have at the beginning: for code that is handed a
  /// nursery, and must not leave anything in it. Nothing else is looked at.
  ///
  /// Tasks that are about to end are waited for: until every other task of the run is blocked, or,
  /// in a parallel run on real time, for two seconds.
  ///
  /// {@snippet class="io.trio4j.snippets.TestingSnippets" region="taskLeaks"}
  ///
  /// @checkpoint always
  /// @oncancel nothing happened
  /// @throws AssertionError naming each task with what it waits for
  /// @throws IllegalStateException if [#begin()] was not called in a task
  public void assertNoTasksLeft() {
    TaskLeaks leaks =
        tasks.orElseThrow(() ->
            new IllegalStateException(
                "this check began outside a task and knows of none. Begin it in the task that"
                    + " asks."));
    Trio.checkpoint();
    TaskLeaks.settle(GRACE_NANOS, leaks);
    List<String> left = leaks.left();
    if (!left.isEmpty()) {
      throw new AssertionError("left behind:\n- " + String.join("\n- ", left));
    }
  }

  /// What there is now and was not at the beginning; one text for each.
  List<String> leftovers() {
    List<String> left = new ArrayList<>();
    Set<Object> runs = RunHooks.liveRuns();
    runs.stream()
        .filter(run -> !runsBefore.contains(run))
        .map(run -> run + ", which has not ended")
        .sorted()
        .forEach(left::add);
    if (Thread.currentThread().isInterrupted() && !interruptedBefore) {
      left.add("the interrupt flag of " + Thread.currentThread());
    }
    if (runs.stream().noneMatch(runsBefore::contains)) {
      addTimerEntries(left);
      addThreads(left);
    }
    return left;
  }

  private void addTimerEntries(List<String> left) {
    int entries = RunHooks.timerEntryCount();
    if (entries > timerEntriesBefore) {
      left.add("entries in the timer: " + entries + ", before: " + timerEntriesBefore);
    }
  }

  private void addThreads(List<String> left) {
    LockSupport.parkNanos(SETTLE_NANOS);
    long me = Thread.currentThread().threadId();
    ThreadDump.take().threads().stream()
        .filter(thread -> thread.virtual() && thread.isOurs())
        .filter(thread -> thread.id() > lastThreadBefore && thread.id() != me)
        .map(LeakCheck::describe)
        .forEach(left::add);
  }

  private static String describe(ThreadDump.Entry thread) {
    String head = "virtual thread #" + thread.id() + " \"" + thread.name() + "\" " + thread.state();
    return thread.stack().stream()
        .limit(SHOWN_FRAMES)
        .map(frame -> "\n    at " + frame)
        .collect(Collectors.joining("", head, ""));
  }
}
