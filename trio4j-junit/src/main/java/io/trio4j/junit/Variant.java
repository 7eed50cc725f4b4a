package io.trio4j.junit;

import io.trio4j.RunMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/// A test in one mode with one seed and one set of arguments.
///
/// @param test what the annotation says
/// @param mode of the run
/// @param seed of the run
/// @param oneOfMany whether the test runs with other seeds too
/// @param arguments from a parameter source
record Variant(
    TrioTest test, RunMode mode, long seed, boolean oneOfMany, Optional<ArgumentSet> arguments)
    implements TestTemplateInvocationContext {
  @Override
  public String getDisplayName(int invocationIndex) {
    return arguments.map(set -> "[" + set.text() + "] ").orElse("") + run();
  }

  private String run() {
    String name = mode.name().toLowerCase(Locale.ROOT);
    return mode == RunMode.DETERMINISTIC || oneOfMany ? name + ", seed " + seed : name;
  }

  @Override
  public List<Extension> getAdditionalExtensions() {
    return List.of(new TestRun(this));
  }
}
