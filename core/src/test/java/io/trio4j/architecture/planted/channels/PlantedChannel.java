package io.trio4j.architecture.planted.channels;

import io.trio4j.architecture.planted.sync.PlantedLock;

/// Violation: the other half of a cycle.
public record PlantedChannel(PlantedLock lock) {}
