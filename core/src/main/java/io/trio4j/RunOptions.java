package io.trio4j;

import io.trio4j.lowlevel.Clock;
import io.trio4j.lowlevel.Instrument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// How a run is set up.
///
/// {@snippet class="io.trio4j.snippets.TrioSnippets" region="options"}
///
/// @param mode how tasks share the machine
/// @param seed of the schedule in deterministic mode, and of every random choice of the library;
///   empty to draw one, which the dump shows
/// @param clock empty for real time; a deterministic run without one gets a virtual clock that
///   jumps
/// @param name for dumps
/// @param instruments called on what happens in the run
/// @param inherited [ScopedValue]s whose binding children inherit
/// @param carriers take the context of other libraries into each task, in this order
/// @param startSites how exactly a run knows where its tasks were started; empty for what fits:
///   lines in deterministic mode and with `-Dtrio4j.debug=true`, else classes
/// @param serviceLimit how long a service may take to end after its nursery has cancelled it,
///   before the log tells of it; on the run's clock, not negative
/// @since 0.1
public record RunOptions(
    RunMode mode,
    OptionalLong seed,
    Optional<Clock> clock,
    String name,
    List<Instrument> instruments,
    List<ScopedValue<?>> inherited,
    List<ContextCarrier> carriers,
    Optional<StartSites> startSites,
    Duration serviceLimit) {
  private static final RunOptions DEFAULTS =
      new RunOptions(
          RunMode.PARALLEL,
          OptionalLong.empty(),
          Optional.empty(),
          "run",
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Duration.ofSeconds(10));

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if `serviceLimit` is negative
  public RunOptions {
    Objects.requireNonNull(startSites, "startSites");
    if (serviceLimit.isNegative()) {
      throw new IllegalArgumentException("serviceLimit must not be negative: " + serviceLimit);
    }
    instruments = List.copyOf(instruments);
    inherited = List.copyOf(inherited);
    carriers = List.copyOf(carriers);
  }

  /// Parallel, real time.
  ///
  /// @return the defaults
  /// @checkpoint never
  public static RunOptions defaults() {
    return DEFAULTS;
  }

  /// One task at a time, real time.
  ///
  /// @return options for cooperative mode
  /// @checkpoint never
  public static RunOptions cooperative() {
    return DEFAULTS.withMode(RunMode.COOPERATIVE);
  }

  /// One task at a time in an order drawn from `seed`, on a virtual clock that jumps.
  ///
  /// @param seed any number
  /// @return options for deterministic mode
  /// @checkpoint never
  public static RunOptions deterministic(long seed) {
    return DEFAULTS.withMode(RunMode.DETERMINISTIC).withSeed(seed);
  }

  /// With another mode.
  ///
  /// @param newMode how tasks share the machine
  /// @return a copy
  /// @checkpoint never
  public RunOptions withMode(RunMode newMode) {
    return new RunOptions(
        newMode, seed, clock, name, instruments, inherited, carriers, startSites, serviceLimit);
  }

  /// With another seed.
  ///
  /// @param newSeed any number
  /// @return a copy
  /// @checkpoint never
  public RunOptions withSeed(long newSeed) {
    OptionalLong drawn = OptionalLong.of(newSeed);
    return new RunOptions(
        mode, drawn, clock, name, instruments, inherited, carriers, startSites, serviceLimit);
  }

  /// With a clock of its own.
  ///
  /// @param newClock for one run at a time
  /// @return a copy
  /// @checkpoint never
  public RunOptions withClock(Clock newClock) {
    Optional<Clock> own = Optional.of(newClock);
    return new RunOptions(
        mode, seed, own, name, instruments, inherited, carriers, startSites, serviceLimit);
  }

  /// With a name for dumps.
  ///
  /// @param newName of the run
  /// @return a copy
  /// @checkpoint never
  public RunOptions withName(String newName) {
    return new RunOptions(
        mode, seed, clock, newName, instruments, inherited, carriers, startSites, serviceLimit);
  }

  /// With one more instrument.
  ///
  /// @param instrument called on what happens in the run
  /// @return a copy
  /// @checkpoint never
  public RunOptions withInstrument(Instrument instrument) {
    List<Instrument> all = new ArrayList<>(instruments);
    all.add(instrument);
    return new RunOptions(
        mode, seed, clock, name, all, inherited, carriers, startSites, serviceLimit);
  }

  /// With one more [ScopedValue] whose binding children inherit from the task that starts them, and
  /// the main task and system tasks from whoever starts the run.
  ///
  /// @param key bound again in each child if it is bound in the starter
  /// @return a copy
  /// @checkpoint never
  public RunOptions withInherited(ScopedValue<?> key) {
    List<ScopedValue<?>> all = new ArrayList<>(inherited);
    all.add(key);
    return new RunOptions(
        mode, seed, clock, name, instruments, all, carriers, startSites, serviceLimit);
  }

  /// With file and line of each task's start, or without.
  ///
  /// @param sites how exactly
  /// @return a copy
  /// @checkpoint never
  public RunOptions withStartSites(StartSites sites) {
    return new RunOptions(
        mode,
        seed,
        clock,
        name,
        instruments,
        inherited,
        carriers,
        Optional.of(sites),
        serviceLimit);
  }

  /// With another limit for the end of services, see [Nursery#startService(Action)].
  ///
  /// @param limit after which the log tells of a service that was cancelled and has not ended
  /// @return a copy
  /// @checkpoint never
  /// @throws IllegalArgumentException if `limit` is negative
  public RunOptions withServiceLimit(Duration limit) {
    return new RunOptions(
        mode, seed, clock, name, instruments, inherited, carriers, startSites, limit);
  }

  /// With more carriers, called after those there are.
  ///
  /// @param more take the context of other libraries into each task
  /// @return a copy
  /// @checkpoint never
  public RunOptions withCarriers(ContextCarrier... more) {
    List<ContextCarrier> all = new ArrayList<>(carriers);
    all.addAll(List.of(more));
    return new RunOptions(
        mode, seed, clock, name, instruments, inherited, all, startSites, serviceLimit);
  }
}
