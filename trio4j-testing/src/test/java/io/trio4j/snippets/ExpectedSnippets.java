package io.trio4j.snippets;

import static io.trio4j.testing.ExpectedError.error;
import static io.trio4j.testing.ExpectedGroup.group;
import static io.trio4j.testing.ExpectedGroup.groupOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.testing.Expected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ExpectedSnippets {
  private static void failingCrawl() {
    Nursery.run(
        "crawl",
        nursery -> {
          nursery.startSoon(
              "page-1",
              () -> {
                throw new IOException("disk full");
              });
          nursery.startSoon(
              "page-2",
              () -> {
                throw new TimeoutException("page 2 after 10 s");
              });
        });
  }

  @Test
  void a_group_with_exactly_these() {
    Trio.run(
        RunOptions.deterministic(1),
        () -> {
          // @start region="group"
          group(
                  error(TimeoutException.class).messageContaining("page 2"),
                  error(IOException.class).message("disk full").inTask("main/crawl/page-1"))
              .messageContaining("crawl")
              .assertThrownBy(() -> failingCrawl());

          groupOf(IOException.class, TimeoutException.class)
              .assertThrownBy(() -> failingCrawl()); // the short form
          // @end
        });
  }

  @Test
  void one_error() {
    // @start region="error"
    Expected notFound =
        error(UncheckedIOException.class)
            .where("code 404", e -> e.toString().endsWith("404"))
            .cause(error(IOException.class));

    notFound.assertThrownBy(() -> {
      throw new UncheckedIOException("server said 404", new IOException("404"));
    });
    // @end
    assertThat(notFound).asString().startsWith("UncheckedIOException with code 404");
  }

  @Test
  void with_assertj() {
    Trio.run(
        RunOptions.deterministic(1),
        () ->
            // @start region="assertj"
            assertThatThrownBy(() -> failingCrawl())
                .hasMessageStartingWith("crawl")
                .satisfies(groupOf(IOException.class, TimeoutException.class))
        // @end
        );
  }
}
