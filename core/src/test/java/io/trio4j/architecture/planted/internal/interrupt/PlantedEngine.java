package io.trio4j.architecture.planted.internal.interrupt;

/// What only wiring may use.
public record PlantedEngine() {}
