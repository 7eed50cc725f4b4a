package io.trio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.lowlevel.Instrument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a run inside a run takes over from it.
class NestedRunTest {
  private static final ScopedValue<String> REQUEST = ScopedValue.newInstance();
  private static final ScopedValue<String> TENANT = ScopedValue.newInstance();

  @Test
  void another_seed_is_refused() {
    assertThatThrownBy(() ->
            Trio.run(
                RunOptions.deterministic(1), () -> Trio.run(RunOptions.deterministic(2), () -> {})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another seed")
        .hasMessageContaining("leave them out");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 77})
  void the_same_options_again_are_taken(long seed) {
    RunOptions options = RunOptions.deterministic(seed);

    String value = Trio.run(options, () -> Trio.run(options, () -> "inner"));

    assertThat(value).isEqualTo("inner");
  }

  @Test
  void an_instrument_of_its_own_is_refused() {
    RunOptions watched = RunOptions.defaults().withInstrument(new Instrument() {});

    assertThatThrownBy(() -> Trio.run(() -> Trio.run(watched, () -> {})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another instrument");
  }

  @Test
  void children_inherit_the_scoped_values_of_both_runs() {
    RunOptions outer = RunOptions.defaults().withInherited(REQUEST);
    RunOptions inner = RunOptions.defaults().withInherited(TENANT);

    String seen =
        Trio.run(
            outer,
            () ->
                ScopedValue.where(REQUEST, "r1")
                    .where(TENANT, "t1")
                    .call(() ->
                        Trio.run(
                            inner,
                            () ->
                                Nursery.call(nursery ->
                                    nursery
                                        .startSoon(() -> REQUEST.get() + " " + TENANT.get())
                                        .join()))));

    assertThat(seen).isEqualTo("r1 t1");
  }
}
