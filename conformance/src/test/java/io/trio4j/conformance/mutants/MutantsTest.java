package io.trio4j.conformance.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trio4j.conformance.harness.Lines;
import io.trio4j.conformance.harness.Mutant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What of the mutants can be checked without running them: that they still apply, and that they
/// are of the lines that were drawn.
class MutantsTest {
  private static final Path SOURCES = Path.of("..").resolve(Mutant.SOURCES);

  @Test
  void each_finds_one_place_to_change() throws IOException {
    List<Mutant> all = new ArrayList<>(Mutant.all());
    all.add(Mutant.twin("harmless"));
    all.add(Mutant.twin("broad"));

    for (Mutant mutant : all) {
      String source = Files.readString(SOURCES.resolve(mutant.file()));
      assertThat(mutant.appliedTo(source)).isNotEqualTo(source);
    }
  }

  @Test
  void what_is_gone_or_there_twice_is_found() {
    Mutant mutant = new Mutant("T101", "Some.java", "something", Set.of("T.t"), "old", "new");

    assertThat(mutant.appliedTo("an old one")).isEqualTo("an new one");
    assertThatIllegalStateException()
        .isThrownBy(() -> mutant.appliedTo("none"))
        .withMessageContaining("T101 finds nothing");
    assertThatIllegalStateException()
        .isThrownBy(() -> mutant.appliedTo("an old, old one"))
        .withMessageContaining("T101 finds more than one place");
  }

  @Test
  void they_are_of_the_lines_that_were_drawn() throws IOException {
    Stream<String> drawn = Draw.all().stream().flatMap(draw -> draw.taken().stream());

    assertThat(Mutant.all())
        .extracting(Mutant::line)
        .containsExactlyElementsOf(drawn.sorted().toList());
  }

  @Test
  void what_is_drawn_from_are_lines_that_hold() throws IOException {
    Set<String> replaced = Lines.replaced().keySet();
    List<String> holding = Lines.all().stream().filter(line -> !replaced.contains(line)).toList();
    List<String> from = Draw.all().stream().flatMap(draw -> draw.from().stream()).toList();

    assertThat(from).doesNotHaveDuplicates().isSubsetOf(holding);
  }

  /// Where this fails, add a draw from the lines that none was made from.
  @Test
  void they_are_a_tenth_of_all_lines() throws IOException {
    assertThat(Mutant.all().size() * 10).isGreaterThanOrEqualTo(Lines.all().size());
  }
}
