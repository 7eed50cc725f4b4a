package io.trio4j.conformance.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.trio4j.RunLocal;
import io.trio4j.RunMode;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Tag;

/// Variables of which each run has a value of its own.
class RunLocalTest {
  private final RunLocal<String> plain = RunLocal.of("plain");
  private final RunLocal<String> defaulted = RunLocal.withDefault("defaulted", "built-in");

  @InEachMode
  @Tag("T576")
  void a_variable_without_a_value_has_its_default_or_none(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(plain::get);
          assertThat(plain.getOrElse("at the call")).isEqualTo("at the call");
          assertThat(defaulted.get()).isEqualTo("built-in");
          assertThat(defaulted.getOrElse("at the call")).isEqualTo("at the call");

          plain.set("set");
          defaulted.set("set");
          assertThat(plain.get()).isEqualTo("set");
          assertThat(plain.getOrElse("at the call")).isEqualTo("set");
          assertThat(defaulted.getOrElse("at the call")).isEqualTo("set");
        });
  }

  @InEachMode
  @Tag("T577")
  void the_next_run_does_not_see_the_value(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          plain.set("set");
          defaulted.set("set");
        });

    Runs.run(
        mode,
        () -> {
          assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(plain::get);
          assertThat(defaulted.get()).isEqualTo("built-in");
        });
  }

  @InEachMode
  @Tag("T578")
  void a_token_takes_its_change_back_once(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          RunLocal.Reset first = plain.set("first");
          RunLocal.Reset second = plain.set("second");

          plain.reset(second);
          assertThat(plain.get()).isEqualTo("first");
          plain.reset(first);
          assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(plain::get);

          assertThatIllegalArgumentException()
              .isThrownBy(() -> plain.reset(second))
              .withMessageContaining("already used");
        });
  }

  @InEachMode
  @Tag("T579")
  void a_token_is_for_its_own_variable(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          RunLocal.Reset token = plain.set("set");

          assertThatIllegalArgumentException()
              .isThrownBy(() -> defaulted.reset(token))
              .withMessageContaining("not for");
          assertThatNullPointerException().isThrownBy(() -> plain.reset(null));

          assertThat(plain.get()).isEqualTo("set");
          plain.reset(token);
        });
  }

  @InEachMode
  @Tag("T581")
  void outside_a_run_there_are_no_values(RunMode mode) {
    RunLocal.Reset token = Runs.call(mode, () -> plain.set("set"));

    assertThatIllegalStateException().isThrownBy(() -> plain.set("set"));
    assertThatIllegalStateException().isThrownBy(plain::get);
    assertThatIllegalStateException().isThrownBy(defaulted::get);
    assertThatIllegalStateException().isThrownBy(() -> plain.reset(token));
  }
}
