package io.trio4j.stress.reference;

import java.util.List;
import java.util.stream.Stream;

/// A planted bug: the model with one rule changed. The comparison with the unchanged model must
/// find every one, or it would not find it in the library.
sealed interface Mutant permits CancelMutant, EdgeMutant, NurseryMutant {

  /// The rules with the bug.
  Rules rules();

  /// All planted bugs.
  static List<Mutant> all() {
    return Stream.<Mutant[]>of(CancelMutant.values(), EdgeMutant.values(), NurseryMutant.values())
        .flatMap(Stream::of)
        .toList();
  }
}
