package io.trio4j.internal.run;

/// The fields of a [Tally], so that they stand in a cache line of their own.
abstract sealed class TallyFields extends TallyPadding permits Tally {
  volatile long count; // see Tally
}
