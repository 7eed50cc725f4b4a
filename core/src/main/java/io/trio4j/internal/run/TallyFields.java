package io.trio4j.internal.run;

import org.jspecify.annotations.Nullable;

/// The fields of a [Tally], so that they stand in a cache line of their own.
abstract sealed class TallyFields extends TallyPadding permits Tally {
  volatile long count; // see Tally
  volatile @Nullable Services services; // null until there is one; written once, see RunNursery
}
