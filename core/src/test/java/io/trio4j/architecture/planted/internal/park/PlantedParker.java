package io.trio4j.architecture.planted.internal.park;

import io.trio4j.architecture.planted.internal.interrupt.PlantedEngine;

/// Violation: only wiring may use the interrupt engine.
public record PlantedParker(PlantedEngine engine) {}
