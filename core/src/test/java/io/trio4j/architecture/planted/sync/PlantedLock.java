package io.trio4j.architecture.planted.sync;

import io.trio4j.architecture.planted.channels.PlantedChannel;
import io.trio4j.architecture.planted.internal.park.PlantedParker;

/// Violations: uses an internal package, and a room that uses this one.
public record PlantedLock(PlantedParker parker, PlantedChannel channel) {}
