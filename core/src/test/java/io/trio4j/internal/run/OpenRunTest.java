package io.trio4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.RunFinishedException;
import io.trio4j.RunHandle;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import org.junit.jupiter.api.Test;

/** A run without a block, and those who use its handle at the wrong moment. */
class OpenRunTest {
  @Test
  void starts_although_its_starter_was_interrupted_for_else_nobody_could_close_it() {
    Thread.currentThread().interrupt();

    RunHandle handle = Trio.start(RunOptions.defaults().withName("kept"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(handle.call(() -> "value")).isEqualTo("value");
    handle.close();
    assertThat(Trio.dump()).doesNotContain("Run[kept]");
  }

  @Test
  void refuses_what_comes_as_it_is_closed_with_one_kind_of_exception() throws Exception {
    for (int i = 0; i < 50; i++) {
      RunHandle handle = Trio.start(RunOptions.defaults());
      Thread closer = Thread.ofPlatform().start(handle::close);

      assertThatThrownBy(
              () -> {
                while (true) {
                  handle.startSoon(() -> {});
                }
              })
          .isInstanceOf(RunFinishedException.class)
          .hasMessageContaining("has ended")
          .hasMessageEndingWith(". Start a new run.");
      closer.join();
    }
  }
}
