package io.trio4j.internal.run;

/// Fills the cache lines before the fields of a [Tally]: superclass fields come first in an object.
@SuppressWarnings("unused")
abstract sealed class TallyPadding permits TallyFields {
  private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, pa, pb, pc, pd, pe;
}
