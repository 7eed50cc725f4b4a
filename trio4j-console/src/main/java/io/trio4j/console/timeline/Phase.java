package io.trio4j.console.timeline;

/// Something that concerned all tracks from a moment on, such as a shutdown.
///
/// @param fromNanos where it begins, from the begin of the timeline
/// @param about what it was
/// @since 0.1
public record Phase(long fromNanos, String about) {}
