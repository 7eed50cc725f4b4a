/// A reference model of the semantics, random programs to run on it, and the comparison with an
/// implementation.
///
/// Nothing here is shared with the core: the rules are written from the design, each with its
/// number in `REFERENCE.md`. Start with [Program], [Model] and [Comparison].
package io.trio4j.stress.reference;
