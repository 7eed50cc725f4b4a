package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunLocal;
import io.trio4j.TaskLocal;
import io.trio4j.Trio;
import org.junit.jupiter.api.Test;

class ContextSnippets {
  // @start region="local"
  static final TaskLocal<String> USER = TaskLocal.withDefault("user", "nobody");

  static String greet() {
    return Trio.run(() ->
        USER.where(
            "ada",
            () -> Nursery.call(nursery -> nursery.startSoon(() -> "hello " + USER.get()).join())));
  }

  // @end

  // @start region="runLocal"
  static final RunLocal<StringBuilder> LOG = RunLocal.of("log");

  static String logged() {
    return Trio.run(() -> {
      LOG.set(new StringBuilder("run: "));
      Nursery.run(nursery -> nursery.startSoon(() -> LOG.get().append("a child was here")));
      return LOG.get().toString();
    });
  }

  // @end

  @Test
  void local() {
    assertThat(greet()).isEqualTo("hello ada");
  }

  @Test
  void run_local() {
    assertThat(logged()).isEqualTo("run: a child was here");
  }
}
