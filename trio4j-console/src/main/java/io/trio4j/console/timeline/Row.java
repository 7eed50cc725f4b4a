package io.trio4j.console.timeline;

import java.util.List;

/// A line of the picture.
///
/// @param name at its left; empty if it shows several tracks
/// @param outcome at its right; empty if it shows several tracks
/// @param bars none overlapping another
record Row(String name, String outcome, List<Bar> bars) {}
