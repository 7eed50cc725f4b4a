package io.trio4j.console.fetch;

import java.time.Duration;
import java.util.Optional;

/// How a batch of URLs is fetched.
///
/// @param limit how many at once, at least 1
/// @param perHost how many of them from one host, at least 1
/// @param timeout for each URL, all its attempts and the pauses between them included
/// @param totalTimeout for all together
/// @param retries when to try again
/// @param failFast whether the first URL that can't be fetched stops the others
/// @param grace how long those under way may go on after a signal
record FetchOptions(
    int limit,
    int perHost,
    Duration timeout,
    Optional<Duration> totalTimeout,
    RetrySchedule retries,
    boolean failFast,
    Duration grace) {}
