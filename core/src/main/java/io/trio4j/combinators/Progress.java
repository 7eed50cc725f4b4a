package io.trio4j.combinators;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How far something has come: a snapshot that a log, a terminal or a bean can show.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="progress"}
///
/// @param done items whose body returned
/// @param failed items whose body threw
/// @param running items whose body runs
/// @param total how many items there will be; empty if nobody said
/// @param elapsed from the first start of a body to the last start or end that is counted here, on
///   the run's clock
/// @threadsafety immutable
/// @since 0.1
public record Progress(long done, long failed, long running, OptionalLong total, Duration elapsed) {

  /// How many items are neither done nor failed, the running ones included.
  ///
  /// @return empty if the total is not known; never negative
  /// @checkpoint never
  public OptionalLong remaining() {
    return total.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, total.getAsLong() - done - failed));
  }

  /// How long the remaining items will take if they go on as fast as those before, on average.
  ///
  /// @return empty while no item has ended, or if the total is not known
  /// @checkpoint never
  public Optional<Duration> estimate() {
    long ended = done + failed;
    if (ended == 0 || total.isEmpty()) {
      return Optional.empty();
    }
    double nanos = (double) elapsed.toNanos() / ended * remaining().getAsLong();
    return Optional.of(Duration.ofNanos((long) nanos)); // a double too large becomes the largest
  }

  /// One line, such as `37 of 100 done, 2 failed, 8 running, 61 left in about 12 s`.
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder().append(done);
    total.ifPresent(all -> line.append(" of ").append(all));
    line.append(" done");
    if (failed > 0) {
      line.append(", ").append(failed).append(" failed");
    }
    if (running > 0) {
      line.append(", ").append(running).append(" running");
    }
    remaining()
        .ifPresent(left -> {
          line.append(", ").append(left).append(" left");
          estimate().filter(_ -> left > 0).ifPresent(time -> line.append(about(time)));
        });
    return line.toString();
  }

  private static String about(Duration time) {
    long seconds = Math.max(1, time.plusMillis(500).toSeconds());
    if (seconds < 120) {
      return " in about " + seconds + " s";
    }
    long minutes = Math.round(seconds / 60.0);
    return minutes < 120
        ? " in about " + minutes + " min"
        : " in about " + Math.round(minutes / 60.0) + " h";
  }
}
