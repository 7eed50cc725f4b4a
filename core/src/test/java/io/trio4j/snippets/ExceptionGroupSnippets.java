package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.ExceptionGroup.Split;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ExceptionGroupSnippets {

  private final List<String> log = new ArrayList<>();

  @Test
  void each_type_of_failure_is_handled_and_the_rest_thrown_on() {
    assertThatThrownBy(
            () -> {
              // @start region="handle"
              try {
                crawl();
              } catch (ExceptionGroup group) {
                group
                    .handle(IOException.class, errors -> log(errors))
                    .handle(TimeoutException.class, errors -> retry(errors.size()))
                    .orThrowRest(); // a group of what nobody handled; nothing if there is none
              }
              // @end
            })
        .isInstanceOf(ExceptionGroup.class)
        .hasMessage("crawl: 1 of its tasks failed (IllegalStateException)");

    assertThat(log).containsExactly("no such page", "retry 1");
  }

  @Test
  void failures_of_ones_own_are_thrown_together() {
    List<Exception> errors =
        List.of(new ConnectException("::1 refused"), new ConnectException("127.0.0.1 refused"));

    assertThatThrownBy(
            () -> {
              // @start region="of"
              if (!errors.isEmpty()) {
                throw ExceptionGroup.of("can't connect to localhost", errors);
              }
              // @end
            })
        .hasMessage("can't connect to localhost: 2 failures (2 ConnectException)");
  }

  @Test
  void a_group_is_split_by_what_is_in_it() {
    ExceptionGroup group = failures();

    // @start region="split"
    Split split = group.split(IOException.class);
    int lost = split.matching().map(io -> io.rootCauses().size()).orElse(0);
    if (split.rest().isPresent()) {
      log.add(lost + " pages lost, and worse: " + split.rest().get().getMessage());
    }
    // @end

    assertThat(log)
        .containsExactly(
            "1 pages lost, and worse: "
                + "crawl: 2 of its tasks failed (TimeoutException, IllegalStateException)");
  }

  @Test
  void a_group_is_printed_as_a_tree() {
    ExceptionGroup group = failures();

    // @start region="tree"
    String tree = group.tree();
    // @end

    assertThat(tree).contains("\n+- main/crawl/page-17, started at Crawler.java:42\n");
  }

  @Test
  void the_one_failure_of_a_group_of_one() {
    assertThatThrownBy(
            () -> {
              // @start region="single"
              try {
                crawlOne();
              } catch (ExceptionGroup group) {
                throw group.single(); // callers of this method know of no nursery
              }
              // @end
            })
        .isInstanceOf(FileNotFoundException.class);
  }

  private static void crawlOne() {
    throw ExceptionGroup.of("crawl", new FileNotFoundException("no such page"));
  }

  private static void crawl() {
    throw failures();
  }

  private static ExceptionGroup failures() {
    return ExceptionGroup.ofBranches(
        "crawl",
        List.of(
            new Branch(
                new FileNotFoundException("no such page"), "main/crawl/page-17", "Crawler.java:42"),
            new Branch(new TimeoutException(), "main/crawl/page-18", "Crawler.java:42"),
            new Branch(new IllegalStateException(), "main/crawl/index", "Crawler.java:45")));
  }

  private void log(List<IOException> errors) {
    errors.forEach(error -> log.add(error.getMessage()));
  }

  private void retry(int count) {
    log.add("retry " + count);
  }
}
