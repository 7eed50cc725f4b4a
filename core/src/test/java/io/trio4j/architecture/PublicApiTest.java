package io.trio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PublicApiTest {

  private static final String HOW_TO_WRITE =
      "The public API changed. If that was meant, write its text anew and commit it with the change:"
          + " mvn -pl core test -Dtest=PublicApiTest -Dtrio4j.api.write=true";

  @Nested
  class The_library {

    private final CompiledModule module = CompiledModule.ofThisBuild();

    @Test
    void has_the_api_that_was_reviewed() throws IOException {
      Path reviewed = module.basedir().resolve("api", "io.trio4j.api");
      List<String> now = ApiSignatures.of(module.publicTypes());
      if (Boolean.getBoolean("trio4j.api.write")) {
        Files.createDirectories(reviewed.getParent());
        Files.write(reviewed, now);
      }

      assertThat(reviewed).as(HOW_TO_WRITE).exists();
      assertThat(now).as(HOW_TO_WRITE).isEqualTo(Files.readAllLines(reviewed));
    }

    @Test
    void says_of_what_waits_when_and_what_a_cancel_leaves() throws IOException {
      long tagged = 0;
      for (Path source : module.publicSources()) {
        CheckpointTags tags =
            CheckpointTags.parse(source.getFileName().toString(), Files.readString(source));

        assertThat(tags.violations()).isEmpty();
        tagged += tags.checkpointCount();
      }
      assertThat(tagged).as("methods with @checkpoint").isPositive();
    }
  }

  @Nested
  class A_signature {

    @Test
    void shows_generics_nullness_and_throws() {
      assertThat(ApiSignatures.of(List.of(PlantedGeneric.class)))
          .containsExactly(
              "public abstract static class io.trio4j.architecture.PublicApiTest$PlantedGeneric"
                  + "<T extends Comparable<T>> implements Runnable",
              "  protected PlantedGeneric()",
              "  protected abstract <X extends Exception> @Nullable T find("
                  + "java.util.List<? extends @Nullable T>, T...) throws X",
              "  public static final int LIMIT");
    }

    @Test
    void shows_a_record_s_components_and_a_sealed_family() {
      assertThat(ApiSignatures.of(List.of(PlantedResult.class)))
          .containsExactly(
              "public sealed interface"
                  + " io.trio4j.architecture.PublicApiTest$PlantedResult permits"
                  + " io.trio4j.architecture.PublicApiTest$PlantedResult$Got",
              "public record"
                  + " io.trio4j.architecture.PublicApiTest$PlantedResult$Got(int count) implements"
                  + " io.trio4j.architecture.PublicApiTest$PlantedResult",
              "  public Got(int)",
              "  public int count()");
    }

    @Test
    void of_a_hidden_superclass_is_listed_with_the_visible_subclass() {
      assertThat(ApiSignatures.of(List.of(PlantedVisible.class)))
          .contains("  public void inherited()");
    }

    @Test
    void differs_when_only_a_throws_clause_does() {
      assertThat(ApiSignatures.of(List.of(PlantedThrows.class)))
          .anyMatch(line -> line.endsWith("close() throws java.io.IOException"));
    }
  }

  @Nested
  class A_planted_comment {

    @Test
    void with_always_but_no_oncancel_is_found() {
      assertThat(violations("/// @checkpoint always\nvoid send();"))
          .singleElement()
          .asString()
          .contains("send")
          .contains("needs @oncancel");
    }

    @Test
    void with_an_empty_oncancel_is_found() {
      assertThat(violations("/// @checkpoint always\n/// @oncancel\nvoid send();")).hasSize(1);
    }

    @Test
    void with_a_word_that_was_not_agreed_is_found() {
      assertThat(violations("/// @checkpoint sometimes\nvoid send();"))
          .singleElement()
          .asString()
          .contains("not: sometimes");
    }

    @Test
    void with_oncancel_alone_is_found() {
      assertThat(violations("/// @oncancel nothing happened\nvoid send();")).hasSize(1);
    }

    @Test
    void of_a_method_whose_name_says_that_it_waits_is_found() {
      assertThat(violations("/// Waits.\n@Override\npublic void await() {")).hasSize(1);
      assertThat(violations("/// Waits.\nstatic void waitAllTasksBlocked() {")).hasSize(1);
      assertThat(violations("/// Tries.\n/// @checkpoint always\n/// @oncancel no\nT tryGet();"))
          .hasSize(1);
    }

    @Test
    void that_keeps_the_rules_is_left_alone() {
      assertThat(
              violations(
                  """
                  /// Takes it.
                  ///
                  /// @checkpoint always,
                  ///     also when it is free
                  /// @oncancel
                  ///     nothing happened
                  @Override
                  void acquire() throws X;

                  /// @checkpoint never
                  boolean tryAcquire();

                  /// @checkpoint schedule point only
                  void release();

                  /// Says something else.
                  int count = count();
                  """))
          .isEmpty();
    }

    private static List<String> violations(String source) {
      return CheckpointTags.parse("Planted.java", source).violations();
    }
  }

  /// A type with one member of each kind whose text is easily lost.
  public abstract static class PlantedGeneric<T extends Comparable<T>> implements Runnable {
    /// A field.
    public static final int LIMIT = 1;

    /// For subclasses.
    protected PlantedGeneric() {}

    /// A method with everything.
    @SuppressWarnings("unchecked")
    protected abstract <X extends Exception> @Nullable T find(
        List<? extends @Nullable T> in, T... more) throws X;

    abstract void hidden();
  }

  /// A sealed family.
  public sealed interface PlantedResult {
    /// Its only case.
    record Got(int count) implements PlantedResult {}
  }

  static class PlantedHidden {
    public void inherited() {}
  }

  /// Shows what its hidden superclass declares.
  public static final class PlantedVisible extends PlantedHidden {}

  /// An interface method that throws.
  public interface PlantedThrows extends AutoCloseable {
    @Override
    void close() throws IOException;
  }
}
