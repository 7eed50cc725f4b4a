package io.trio4j.combinators;

import io.trio4j.ExceptionGroup;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/// How a [Supervisor] treats its children.
///
/// {@snippet class="io.trio4j.snippets.SupervisorSnippets" region="options"}
///
/// A back-off and the limit are counted apart: with a back-off longer than `within` divided by
/// `maxRestarts` the limit is never reached, and the child is tried for ever.
///
/// @param name for dumps, errors, the log and the children's paths
/// @param strategy which children are restarted when one has to be
/// @param maxRestarts how many restarts there may be within `within`: not negative, 0 for none,
///   `Integer.MAX_VALUE` for no limit. One more, and the supervisor ends with the failures.
///   Restarting a group counts once.
/// @param within the time that the limit is for: positive
/// @param backoff how long to wait before a restart: gets 1 for a child's first restart in a row, 2
///   for the second, and begins again with 1 after the child has run for at least `within`. Called
///   by the supervisor's task; must not wait.
/// @param fatal which failures end the supervisor whatever the child's [Restart]. It gets what the
///   child threw. Called by the supervisor's task; must not wait.
/// @since 0.1
public record SupervisorOptions(
    String name,
    SupervisorStrategy strategy,
    int maxRestarts,
    Duration within,
    IntFunction<Duration> backoff,
    Predicate<? super Throwable> fatal) {
  /// Enough for a server that is away for a moment, few enough to notice that it does not come
  /// back: Elixir's default too.
  private static final int MAX_RESTARTS = 3;

  private static final Duration WITHIN = Duration.ofSeconds(5);

  /// Checks the limit.
  ///
  /// @throws IllegalArgumentException if `maxRestarts` is negative, or `within` is not positive
  public SupervisorOptions {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(backoff, "backoff");
    Objects.requireNonNull(fatal, "fatal");
    if (maxRestarts < 0) {
      throw new IllegalArgumentException("maxRestarts must not be negative: " + maxRestarts);
    }
    if (!within.isPositive()) {
      throw new IllegalArgumentException("within must be positive: " + within);
    }
  }

  /// A failed child is restarted alone. At most three restarts within five seconds, at once; every
  /// [Error] is fatal.
  ///
  /// @return the defaults
  /// @checkpoint never
  public static SupervisorOptions oneForOne() {
    return defaults(SupervisorStrategy.ONE_FOR_ONE);
  }

  /// All children are restarted with the one that failed. At most three times within five seconds,
  /// at once; every [Error] is fatal.
  ///
  /// @return options for children that need each other
  /// @checkpoint never
  public static SupervisorOptions allForOne() {
    return defaults(SupervisorStrategy.ALL_FOR_ONE);
  }

  /// The children started after the one that failed are restarted with it. At most three times
  /// within five seconds, at once; every [Error] is fatal.
  ///
  /// @return options for children that need those before them
  /// @checkpoint never
  public static SupervisorOptions restForOne() {
    return defaults(SupervisorStrategy.REST_FOR_ONE);
  }

  private static SupervisorOptions defaults(SupervisorStrategy strategy) {
    return new SupervisorOptions(
        "supervisor",
        strategy,
        MAX_RESTARTS,
        WITHIN,
        _ -> Duration.ZERO,
        SupervisorOptions::holdsAnError);
  }

  /// No memory, no stack, a class that is missing, an assertion: another try does not mend these.
  private static boolean holdsAnError(Throwable failure) {
    return failure instanceof ExceptionGroup group
        ? group.rootCauses().stream().anyMatch(Error.class::isInstance)
        : failure instanceof Error;
  }

  /// With a name.
  ///
  /// @param newName for dumps, errors, the log and the children's paths
  /// @return a copy
  /// @checkpoint never
  public SupervisorOptions withName(String newName) {
    return new SupervisorOptions(newName, strategy, maxRestarts, within, backoff, fatal);
  }

  /// With another limit.
  ///
  /// @param newMaxRestarts not negative; 0 for none, `Integer.MAX_VALUE` for no limit
  /// @param newWithin positive
  /// @return a copy
  /// @checkpoint never
  /// @throws IllegalArgumentException if `newMaxRestarts` is negative, or `newWithin` not positive
  public SupervisorOptions withLimit(int newMaxRestarts, Duration newWithin) {
    return new SupervisorOptions(name, strategy, newMaxRestarts, newWithin, backoff, fatal);
  }

  /// With a wait before each restart.
  ///
  /// @param newBackoff gets the number of the restart in a row, from 1; gives a duration that is
  ///   not negative
  /// @return a copy
  /// @checkpoint never
  public SupervisorOptions withBackoff(IntFunction<Duration> newBackoff) {
    return new SupervisorOptions(name, strategy, maxRestarts, within, newBackoff, fatal);
  }

  /// With another decision on which failures end the supervisor, instead of every [Error].
  ///
  /// @param newFatal true for a failure that no restart mends
  /// @return a copy
  /// @checkpoint never
  public SupervisorOptions withFatal(Predicate<? super Throwable> newFatal) {
    return new SupervisorOptions(name, strategy, maxRestarts, within, backoff, newFatal);
  }
}
