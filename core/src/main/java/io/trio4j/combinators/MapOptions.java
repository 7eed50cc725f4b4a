package io.trio4j.combinators;

import java.util.Objects;
import java.util.Optional;

/// How [Tasks#map(Iterable, MapOptions, ItemCall)] and its kin go through their input.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="options"}
///
/// @param limit how many bodies run at the same time, at least 1
/// @param ordered whether results come in the order of the input, or as they are completed
/// @param rate how fast bodies are started at most
/// @param progress told of every item
/// @param name of the nursery, for dumps and errors; empty for the name of the method
/// @since 0.1
public record MapOptions(
    int limit,
    boolean ordered,
    Optional<Rate> rate,
    Optional<ProgressMeter> progress,
    String name) {

  /// Checks the limit.
  ///
  /// @throws IllegalArgumentException if `limit` is less than 1
  public MapOptions {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1: " + limit);
    }
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(name, "name");
  }

  /// At most `limit` bodies at the same time, results in the order of the input.
  ///
  /// @param limit at least 1
  /// @return options
  /// @checkpoint never
  /// @throws IllegalArgumentException if `limit` is less than 1
  public static MapOptions limit(int limit) {
    return new MapOptions(limit, true, Optional.empty(), Optional.empty(), "");
  }

  /// With results as they are completed.
  ///
  /// @return a copy
  /// @checkpoint never
  public MapOptions unordered() {
    return new MapOptions(limit, false, rate, progress, name);
  }

  /// With a rate at which bodies are started at most. It does not lift the limit.
  ///
  /// @param newRate begins anew with each call
  /// @return a copy
  /// @checkpoint never
  public MapOptions withRate(Rate newRate) {
    return new MapOptions(limit, ordered, Optional.of(newRate), progress, name);
  }

  /// With a meter that counts the items.
  ///
  /// @param meter may be read from any thread meanwhile
  /// @return a copy
  /// @checkpoint never
  public MapOptions withProgress(ProgressMeter meter) {
    return new MapOptions(limit, ordered, rate, Optional.of(meter), name);
  }

  /// With a name for dumps, task paths and errors.
  ///
  /// @param newName such as `crawl`: the tasks are then called `crawl/0`, `crawl/1` …
  /// @return a copy
  /// @checkpoint never
  public MapOptions withName(String newName) {
    return new MapOptions(limit, ordered, rate, progress, newName);
  }
}
