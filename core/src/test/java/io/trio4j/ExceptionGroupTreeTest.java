package io.trio4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.ExceptionGroup.Branch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExceptionGroupTreeTest {

  @Nested
  class A_tree {

    @Test
    void heads_each_branch_with_the_task_and_where_it_was_started() {
      Throwable timeout = at(new TimeoutException("no answer in 5 s"), "Page.get", 12);
      Throwable state = at(new IllegalStateException("closed", io("reset")), "Page.parse", 34);
      ExceptionGroup parse = at(ExceptionGroup.of("parse", state, io("cut")), "Page.load", 56);

      ExceptionGroup group =
          at(
              ExceptionGroup.ofBranches(
                  "crawl",
                  List.of(
                      new Branch(timeout, "main/crawl/page-17", "Crawler.java:42"),
                      new Branch(parse, "main/crawl/page-18", ""),
                      new Branch(io("full"), "", "com.acme.Store"))),
              "Crawler.crawl",
              78);

      assertThat(group.tree())
          .isEqualTo(
              """
              io.trio4j.ExceptionGroup: crawl: 3 of its tasks failed (TimeoutException, ExceptionGroup, IOException)
                  at com.acme.Crawler.crawl(Crawler.java:78)
              +- main/crawl/page-17, started at Crawler.java:42
              |  java.util.concurrent.TimeoutException: no answer in 5 s
              |      at com.acme.Page.get(Page.java:12)
              +- main/crawl/page-18
              |  io.trio4j.ExceptionGroup: parse: 2 failures (IllegalStateException, IOException)
              |      at com.acme.Page.load(Page.java:56)
              |  +- java.lang.IllegalStateException: closed
              |  |      at com.acme.Page.parse(Page.java:34)
              |  |  Caused by: java.io.IOException: reset
              |  |      at com.acme.Disk.read(Disk.java:1)
              |  +- java.io.IOException: cut
              |         at com.acme.Disk.read(Disk.java:1)
              +- started at com.acme.Store
                 java.io.IOException: full
                     at com.acme.Disk.read(Disk.java:1)\
              """);
    }

    @Test
    void is_what_is_printed() {
      ExceptionGroup group = ExceptionGroup.of("crawl", io("reset"), io("cut"));
      StringWriter written = new StringWriter();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();

      group.printStackTrace(new PrintWriter(written, true));
      group.printStackTrace(new PrintStream(bytes, true, StandardCharsets.UTF_8));

      String expected = (group.tree() + "\n").replace("\n", System.lineSeparator());
      assertThat(written).hasToString(expected);
      assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void indents_every_line_of_a_message() {
      assertThat(ExceptionGroup.of("crawl", io("one\ntwo\n\nthree")).tree())
          .contains("\n+- java.io.IOException: one\n   two\n\n   three\n       at ");
    }

    @Test
    void shows_what_was_suppressed() {
      Exception inside = new Exception("inside");
      inside.addSuppressed(io("closing inside"));
      ExceptionGroup group = ExceptionGroup.of("crawl", inside, io("cut"));
      group.addSuppressed(io("closing outside"));

      assertThat(group.tree())
          .contains("\n|      Suppressed: java.io.IOException: closing inside\n|          at ")
          .endsWith(
              """

              +- suppressed
                 java.io.IOException: closing outside
                     at com.acme.Disk.read(Disk.java:1)\
              """);
    }

    @Test
    void is_ascii() {
      assertThat(
              StandardCharsets.US_ASCII
                  .newEncoder()
                  .canEncode(ExceptionGroup.of("", io("a")).tree()))
          .isTrue();
    }
  }

  @Nested
  class Branches_alike {

    @Test
    void are_folded() {
      List<Branch> branches =
          IntStream.range(0, 43)
              .mapToObj(i -> new Branch(io("reset"), "main/p-" + i, "C"))
              .toList();

      assertThat(at(ExceptionGroup.ofBranches("crawl", branches), "Crawler.crawl", 1).tree())
          .isEqualTo(
              """
              io.trio4j.ExceptionGroup: crawl: 43 of its tasks failed (43 IOException)
                  at com.acme.Crawler.crawl(Crawler.java:1)
              +- main/p-0, started at C
                 java.io.IOException: reset
                     at com.acme.Disk.read(Disk.java:1)
                 ... and 42 more like it: main/p-1, main/p-2, main/p-3, main/p-4, main/p-5, ...\
              """);
    }

    @Test
    void show_the_messages_in_which_they_differ() {
      ExceptionGroup group = ExceptionGroup.of("crawl", io("a"), io("a"), io("b"));

      assertThat(group.tree()).endsWith("\n   ... and 2 more like it: (java.io.IOException: b)");
    }

    @Test
    void differ_by_type_trace_and_cause() {
      Throwable withCause = at(new IOException("a", new TimeoutException()), "Disk.read", 1);
      ExceptionGroup group =
          ExceptionGroup.of("crawl", io("a"), at(new IOException("a"), "Disk.read", 2), withCause);

      assertThat(group.tree()).doesNotContain("more like it");
    }

    @Test
    void may_be_groups() {
      ExceptionGroup group =
          ExceptionGroup.of("outer", groupOfOne("a"), groupOfOne("b"), groupOfOne("c"));

      assertThat(group.tree())
          .contains("\n   ... and 2 more like it: (io.trio4j.ExceptionGroup: b: ");
    }

    private ExceptionGroup groupOfOne(String message) {
      return at(ExceptionGroup.of(message, io("reset")), "Crawler.crawl", 1);
    }
  }

  @Nested
  class A_tree_too_large_to_read {

    @Test
    void is_cut_where_a_group_is_wide() {
      ExceptionGroup group = ExceptionGroup.of("crawl", different(1000));

      assertThat(group.tree().lines().filter(line -> line.startsWith("+- "))).hasSize(101);
      assertThat(group.tree()).endsWith("\n+- ... 900 failures not shown");
    }

    @Test
    void is_cut_where_groups_are_deep() {
      ExceptionGroup group = ExceptionGroup.of("innermost", io("reset"), io("cut"));
      for (int i = 0; i < 20_000; i++) {
        group = at(ExceptionGroup.of("level " + i, group), "Crawler.crawl", i);
      }

      assertThat(group.tree())
          .endsWith("+- ... 2 failures nested deeper not shown")
          .hasLineCount(2 + 2 * 20 + 1);
    }

    @Test
    void is_cut_where_causes_go_on_and_on() {
      Exception error = io("first");
      for (int i = 0; i < 20_000; i++) {
        error = at(new Exception("step " + i, error), "Crawler.crawl", i);
      }

      assertThat(ExceptionGroup.of("crawl", error).tree())
          .endsWith("\n   Caused by: ... not shown: this tree ends at 500 failures");
    }

    @Test
    void is_cut_where_very_many_were_suppressed() {
      Exception error = io("first");
      different(1000).forEach(error::addSuppressed);

      assertThat(ExceptionGroup.of("crawl", error).tree())
          .containsOnlyOnce("Suppressed: ... not shown: this tree ends at 500 failures");
    }

    @Test
    void is_cut_in_all() {
      List<ExceptionGroup> groups =
          IntStream.range(0, 100)
              .mapToObj(i -> at(ExceptionGroup.of("inner", different(100)), "Crawler.crawl", i))
              .toList();

      String tree = ExceptionGroup.of("outer", groups).tree();

      // All but the outermost of 500 failures, and a line for what is missing in each group.
      assertThat(tree.lines().filter(line -> line.contains("+- "))).hasSize(499 + 2);
      assertThat(tree).endsWith("+- ... 95 failures not shown");
    }

    private List<IOException> different(int count) {
      return IntStream.range(0, count)
          .mapToObj(line -> at(new IOException("reset"), "Disk.read", line))
          .toList();
    }
  }

  @Nested
  class A_failure_seen_twice {

    @Test
    void in_a_cycle_of_causes_is_shown_once() {
      Exception cause = new Exception("cause");
      Exception error = new Exception("error", cause);
      cause.initCause(error);

      assertThat(ExceptionGroup.of("crawl", error).tree())
          .endsWith("\n   Caused by: (shown above) java.lang.Exception: error");
    }

    @Test
    void as_the_group_suppressed_by_its_own_member_is_shown_once() {
      Exception error = new Exception("error");
      ExceptionGroup group = ExceptionGroup.of("crawl", error);
      error.addSuppressed(group);

      assertThat(group.tree()).endsWith("Suppressed: (shown above) " + group);
    }

    @Test
    void in_two_groups_is_shown_once() {
      IOException reset = io("reset");
      ExceptionGroup group = ExceptionGroup.of("outer", ExceptionGroup.of("inner", reset), reset);

      assertThat(group.tree()).endsWith("\n+- (shown above) java.io.IOException: reset");
    }
  }

  @Nested
  class A_member_whose_methods_fail {

    @Test
    void does_not_hide_the_others() {
      ExceptionGroup group = ExceptionGroup.of("crawl", new Broken(), new Silent(), io("reset"));

      assertThat(group.tree())
          .contains("$Broken: (its toString() threw java.lang.ArithmeticException)\n")
          .contains("$Silent\n")
          .contains("+- java.io.IOException: reset\n");
    }

    @SuppressWarnings("OverrideThrowableToString") // the point
    private static final class Broken extends Exception {
      private static final long serialVersionUID = 1L;

      @Override
      public String toString() {
        throw new ArithmeticException();
      }

      @Override
      public StackTraceElement[] getStackTrace() {
        throw new ArithmeticException();
      }

      @Override
      public synchronized Throwable getCause() {
        throw new ArithmeticException();
      }
    }

    /* Answers as a mock does. */
    @SuppressWarnings({"NullAway", "OverrideThrowableToString", "ToStringReturnsNull"}) // the point
    private static final class Silent extends Exception {
      private static final long serialVersionUID = 1L;

      @Override
      public String toString() {
        return null;
      }

      @Override
      public StackTraceElement[] getStackTrace() {
        return null;
      }

      @Override
      public synchronized @Nullable Throwable getCause() {
        return null;
      }
    }
  }

  @Nested
  class A_logger_that_prints_an_exception_caused_by_a_group {

    @Test
    void shows_every_failure() {
      List<Throwable> errors = new ArrayList<>(List.of(io("first"), io("second"), io("third")));
      StringWriter written = new StringWriter();

      new Exception("outer", ExceptionGroup.of("crawl", errors))
          .printStackTrace(new PrintWriter(written, true));

      assertThat(written.toString())
          .contains("IOException: first", "IOException: second", "IOException: third");
    }
  }

  private static IOException io(String message) {
    return at(new IOException(message), "Disk.read", 1);
  }

  private static <E extends Throwable> E at(E error, String method, int line) {
    String[] names = method.split("\\.", 2);
    error.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("com.acme." + names[0], names[1], names[0] + ".java", line)
        });
    return error;
  }
}
