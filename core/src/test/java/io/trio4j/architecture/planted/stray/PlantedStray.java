package io.trio4j.architecture.planted.stray;

/// Violation: public, in a package that is neither in the table nor exported.
public record PlantedStray() {}
