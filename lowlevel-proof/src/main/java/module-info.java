import org.jspecify.annotations.NullMarked;

/// Primitives written again on trio4j's public packages, to show that users can write them.
@NullMarked
module io.trio4j.lowlevelproof {
  requires io.trio4j;
}
