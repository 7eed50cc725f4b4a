package io.trio4j.console.fetch;

import java.time.Duration;

/// One URL and what became of it.
///
/// @param url as it was given
/// @param ending what became of it
/// @param took from its first attempt to its end; zero if it was not started
/// @param attempts how many requests were begun
record FetchResult(String url, Ending ending, Duration took, int attempts) {}
