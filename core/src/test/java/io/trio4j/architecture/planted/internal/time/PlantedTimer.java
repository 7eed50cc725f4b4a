package io.trio4j.architecture.planted.internal.time;

import io.trio4j.architecture.planted.internal.park.PlantedParker;

/// Violation: time comes before park.
public record PlantedTimer(PlantedParker parker) {}
