package io.trio4j.lowlevel;

import io.trio4j.internal.run.Instruments;
import java.util.Objects;

/// Puts instruments into the current run, and takes them out, while it runs.
///
/// {@snippet class="io.trio4j.snippets.LowlevelSnippets" region="runInstruments"}
///
/// Those that are there from the beginning are given to
/// [RunOptions.withInstrument][io.trio4j.RunOptions#withInstrument(Instrument)]. A run nested in
/// another shares the other's instruments, so what is added inside stays until the outermost run
/// ends, or until it is removed.
///
/// @threadsafety any task. In parallel mode the other tasks may miss or meet the change for one
///   more event; the task that makes it does not.
/// @source Trio `add_instrument`, `remove_instrument`; conformance T566, T569, T570
/// @since 0.1
public final class RunInstruments {
  private RunInstruments() {}

  /// Adds an instrument: it is told of what happens from now on. Does nothing if the run has it.
  ///
  /// @param instrument compared with those there by `equals`
  /// @checkpoint never
  /// @throws IllegalStateException outside a task
  public static void add(Instrument instrument) {
    Instruments.add(Objects.requireNonNull(instrument, "instrument"));
  }

  /// Removes an instrument: it is told of nothing any more.
  ///
  /// @param instrument compared with those there by `equals`
  /// @checkpoint never
  /// @throws IllegalStateException outside a task, or if the run does not have the instrument: it
  ///   was never added, was removed before, or failed and was removed for that
  public static void remove(Instrument instrument) {
    Instruments.remove(Objects.requireNonNull(instrument, "instrument"));
  }
}
