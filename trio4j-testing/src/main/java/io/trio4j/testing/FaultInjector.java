package io.trio4j.testing;

import io.trio4j.Action;
import io.trio4j.Cancelled;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.util.function.IntFunction;

/// Runs a small program again and again, each time with a fault at another place, until it ends
/// before the fault: a cancel at its first checkpoint, at its second, and so on.
///
/// What is hard to provoke by hand is so gone through place by place: "a cancelled operation had no
/// effect", "the lock is released", "nothing is left in the queue".
///
/// {@snippet class="io.trio4j.snippets.FaultSnippets" region="cancel"}
///
/// The forms without options run the program in the current task. Those with options open a run for
/// each try: in deterministic mode all tries then have the same schedule up to the fault, so that
/// no place is missed. A program in which no fault can hit fails: such a test would show nothing.
///
/// @threadsafety any thread
/// @since 0.1
public final class FaultInjector {
  /// A program that never ends before its fault would be run for ever.
  private static final int MOST_TRIES = 10_000;

  private FaultInjector() {}

  /// Cancels at each place at which a cancel can come: at each checkpoint of the code under test
  /// and of the tasks it starts, and whenever, while it is under way, a task of the run begins to
  /// wait, lets others go on or ends. The last are the races: between a grant and its taker, for
  /// example.
  ///
  /// Code in a shield is not hit. A `Cancelled` that the code under test swallows fails the test.
  ///
  /// @param program run in the current task
  /// @return the number of places, positive
  /// @checkpoint always, in the program
  /// @oncancel what the program leaves
  /// @throws AssertionError if the program failed, with the number and place of the fault, or there
  ///   is no place for one
  /// @throws IllegalStateException outside a task
  public static int cancelAtEachCheckpoint(FaultProgram program) {
    Task.current();
    return each("checkpoint", CancelFaults::new, program);
  }

  /// As [#cancelAtEachCheckpoint(FaultProgram)], in a run of its own for each try.
  ///
  /// @param options of the runs
  /// @param program the main task of each
  /// @return the number of places, positive
  /// @checkpoint never: it blocks the calling thread, which is no task
  /// @throws AssertionError if the program failed, with the number and place of the fault, or there
  ///   is no place for one
  /// @throws IllegalStateException in a task
  public static int cancelAtEachCheckpoint(RunOptions options, FaultProgram program) {
    return each("checkpoint", CancelFaults::new, inRuns(options, program));
  }

  /// Lets each start of a task fail that the code under test asks for, as if there were no memory
  /// for another thread.
  ///
  /// The code under test is in a run nested in the current one.
  ///
  /// {@snippet class="io.trio4j.snippets.FaultSnippets" region="start"}
  ///
  /// @param program run in the current task
  /// @return the number of starts, positive
  /// @checkpoint always, in the program
  /// @oncancel what the program leaves
  /// @throws AssertionError if the program failed, with the number and place of the fault, or
  ///   nothing is started
  /// @throws IllegalStateException outside a task
  public static int failEachStart(FaultProgram program) {
    Task.current();
    return each("start of a task", StartFaults::new, program);
  }

  /// As [#failEachStart(FaultProgram)], in a run of its own for each try.
  ///
  /// @param options of the runs
  /// @param program the main task of each
  /// @return the number of starts, positive
  /// @checkpoint never: it blocks the calling thread, which is no task
  /// @throws AssertionError if the program failed, with the number and place of the fault, or
  ///   nothing is started
  /// @throws IllegalStateException in a task
  public static int failEachStart(RunOptions options, FaultProgram program) {
    return each("start of a task", StartFaults::new, inRuns(options, program));
  }

  private static FaultProgram inRuns(RunOptions options, FaultProgram program) {
    Task.tryCurrent()
        .ifPresent(task -> {
          throw new IllegalStateException(
              task
                  + " can't open a run for each try. Leave the options out, or call this outside a"
                  + " task.");
        });
    return faults -> {
      Action<Exception> body = () -> program.run(faults);
      Trio.run(options, body);
    };
  }

  private static int each(
      String kind, IntFunction<? extends FaultTry> tries, FaultProgram program) {
    for (int number = 1; number <= MOST_TRIES; number++) {
      FaultTry faults = tries.apply(number);
      try {
        program.run(faults.asFaults());
        faults.ensureMet();
      } catch (Cancelled cancelled) {
        throw cancelled;
      } catch (Throwable failure) { // thrown on, with the place of the fault
        throw new AssertionError(faults.describe() + ", the program failed: " + failure, failure);
      }
      if (!faults.hasHit()) {
        return ensureSome(kind, number - 1);
      }
    }
    throw new AssertionError(
        "after " + MOST_TRIES + " faults the program still does not end before the next one.");
  }

  private static int ensureSome(String kind, int count) {
    if (count == 0) {
      throw new AssertionError(
          "there is no "
              + kind
              + " in what was given to faults.inject(…), so no fault was injected and nothing"
              + " shown.");
    }
    return count;
  }
}
