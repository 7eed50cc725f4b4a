package io.trio4j.lowlevel;

/// The time of a run. Real time needs none of these; tests give a run a virtual clock.
///
/// {@snippet class="io.trio4j.snippets.WaitSnippets" region="clock"}
///
/// @threadsafety all methods may be called from any thread and must not wait
/// @source Trio `Clock`; conformance section 29
/// @since 0.1
public interface Clock {
  /// Now.
  ///
  /// @return nanoseconds since a zero of the clock's own; never goes back
  long nanoTime();

  /// How much real time passes until a deadline if nobody touches the clock.
  ///
  /// @param deadlineNanos a time on this clock
  /// @return real nanoseconds, 0 if it has passed, `Long.MAX_VALUE` if it will not come by itself
  long realNanosUntil(long deadlineNanos);

  /// A run begins to use the clock.
  ///
  /// @param changed to be called after every jump and every change of rate, under no lock
  /// @throws IllegalStateException if the clock is in use and can serve one run only
  void attach(Runnable changed);

  /// The run has ended.
  ///
  /// @param changed what was given to [#attach(Runnable)]
  void detach(Runnable changed);

  /// Every task of the run is parked by trio4j or has ended. A clock that jumps does it here and
  /// then answers true; `changed` need not be called for it.
  ///
  /// @param nextDeadlineNanos the earliest deadline or end of a sleep; `Long.MAX_VALUE` if none
  /// @return whether the time was moved
  boolean idle(long nextDeadlineNanos);

  /// How long, in real time, the run must have been idle before [#idle(long)] is called.
  ///
  /// @return nanoseconds; `Long.MAX_VALUE` if it shall never be called
  long idleCushionNanos();
}
