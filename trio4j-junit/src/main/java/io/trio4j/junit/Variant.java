package io.trio4j.junit;

import io.trio4j.RunMode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/// A test in one mode with one seed.
///
/// @param test what the annotation says
/// @param mode of the run
/// @param seed of the run
/// @param oneOfMany whether the test runs with other seeds too
record Variant(TrioTest test, RunMode mode, long seed, boolean oneOfMany)
    implements TestTemplateInvocationContext {
  @Override
  public String getDisplayName(int invocationIndex) {
    return mode == RunMode.DETERMINISTIC || oneOfMany ? text() + ", seed " + seed : text();
  }

  private String text() {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Extension> getAdditionalExtensions() {
    return List.of(new TestRun(this));
  }
}
