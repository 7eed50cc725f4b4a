package io.trio4j.testing;

import static io.trio4j.testing.ExpectedError.error;
import static io.trio4j.testing.ExpectedGroup.group;
import static io.trio4j.testing.ExpectedGroup.groupOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExpectedTest {
  private final IOException disk = new IOException("disk full");
  private final TimeoutException slow = new TimeoutException("too slow");

  private static ExceptionGroup crawl(Throwable first, Throwable... others) {
    return ExceptionGroup.of("crawl", first, others);
  }

  private static String lines(String... lines) {
    return String.join("\n", lines);
  }

  private static String why(Expected expected, Throwable error) {
    return expected.mismatch(error).orElseThrow();
  }

  @Nested
  class One_error {
    @Test
    void fits_by_type_and_subtype() {
      assertThat(error(IOException.class).mismatch(disk)).isEmpty();
      assertThat(error(IOException.class).mismatch(new FileNotFoundException())).isEmpty();
      assertThat(why(error(FileNotFoundException.class), disk))
          .isEqualTo("java.io.IOException: disk full\n  it is no FileNotFoundException");
    }

    @Test
    void fits_by_message() {
      assertThat(error(IOException.class).message("disk full").mismatch(disk)).isEmpty();
      assertThat(error(IOException.class).messageContaining("full").mismatch(disk)).isEmpty();
      assertThat(why(error(IOException.class).message("disk"), disk))
          .endsWith("\n  its message is \"disk full\"");
      assertThat(why(error(IOException.class).messageContaining("x"), new IOException()))
          .endsWith("\n  it has no message");
    }

    @Test
    void fits_by_cause() {
      Expected expected = error(IllegalStateException.class).cause(error(IOException.class));

      assertThat(expected.mismatch(new IllegalStateException(disk))).isEmpty();
      assertThat(why(expected, new IllegalStateException("alone"))).endsWith("it has no cause");
      assertThat(why(expected, new IllegalStateException("x", slow)))
          .endsWith(
              lines(
                  "its cause does not fit:",
                  "    java.util.concurrent.TimeoutException: too slow",
                  "      it is no IOException"));
    }

    @Test
    void fits_by_whatever_can_be_asked() {
      Expected expected = error(IOException.class).where("a short text", e -> text(e) < 4);

      assertThat(expected.mismatch(new IOException("no"))).isEmpty();
      assertThat(why(expected, disk)).endsWith("it is not with a short text");
    }

    private static int text(Throwable error) {
      return String.valueOf(error.getMessage()).length();
    }

    @Test
    void tells_of_all_conditions_at_once() {
      Expected expected =
          error(IOException.class).message("disk").cause(error(IOException.class)).inTask("main/a");

      assertThat(expected)
          .hasToString("IOException with message \"disk\" and cause IOException and task main/a");
      assertThat(why(expected, disk))
          .contains("its message is", "it has no cause", "its task is not known");
    }

    @Test
    void is_neither_a_group_nor_a_cancel() {
      assertThatThrownBy(() -> error(ExceptionGroup.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "type must not be ExceptionGroup: say what is in it with ExpectedGroup.group(…)");
      assertThatThrownBy(() -> error(Cancelled.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "type must not be Cancelled: let it go on, and ask its scope for cancelledCaught()");
    }
  }

  @Nested
  class A_group {
    @Test
    void fits_in_any_order() {
      assertThat(groupOf(IOException.class, TimeoutException.class).mismatch(crawl(slow, disk)))
          .isEmpty();
    }

    @Test
    void has_neither_too_few_nor_too_many() {
      assertThat(why(groupOf(IOException.class, TimeoutException.class), crawl(disk)))
          .isEqualTo(
              """
              io.trio4j.ExceptionGroup: crawl: 1 failure (IOException)
                expected and not in it:
                  TimeoutException\
              """);
      assertThat(why(groupOf(IOException.class), crawl(disk, slow)))
          .endsWith(
              lines(
                  "in it and not expected:",
                  "    java.util.concurrent.TimeoutException: too slow"));
    }

    @Test
    void tells_why_what_is_left_does_not_fit() {
      Expected expected = group(error(IOException.class).message("disk empty"));

      assertThat(why(expected, crawl(disk)))
          .endsWith(
              lines(
                  "expected and not in it:",
                  "    IOException with message \"disk empty\"",
                  "  in it and not expected:",
                  "    java.io.IOException: disk full",
                  "      is not the IOException with message \"disk empty\":",
                  "        its message is \"disk full\""));
    }

    @Test
    void gives_each_expectation_the_failure_that_helps_all() {
      FileNotFoundException file = new FileNotFoundException("no file");
      ExceptionGroup both = crawl(file, disk);

      assertThat(groupOf(IOException.class, FileNotFoundException.class).mismatch(both)).isEmpty();
      assertThat(groupOf(FileNotFoundException.class, IOException.class).mismatch(both)).isEmpty();
    }

    @Test
    void tells_who_took_what_would_fit() {
      assertThat(why(groupOf(IOException.class, IOException.class), crawl(disk)))
          .endsWith(
              lines(
                  "expected and not in it:",
                  "    IOException",
                  "      would fit java.io.IOException: disk full, which IOException took"));
    }

    @Test
    void counts_its_levels() {
      ExceptionGroup nested = crawl(disk, ExceptionGroup.of("inner", slow));

      assertThat(group(error(IOException.class), groupOf(TimeoutException.class)).mismatch(nested))
          .isEmpty();
      assertThat(why(groupOf(IOException.class, TimeoutException.class), nested))
          .endsWith("\n  only the nesting differs: flattened() does not look at it");
      assertThat(groupOf(IOException.class, TimeoutException.class).flattened().mismatch(nested))
          .isEmpty();
    }

    @Test
    void tells_of_an_inner_group_that_does_not_fit() {
      ExceptionGroup nested = crawl(ExceptionGroup.of("inner", slow));

      assertThat(why(group(groupOf(IOException.class)), nested))
          .contains("is not the group of [IOException]:")
          .endsWith("it is no IOException");
    }

    @Test
    void has_a_message() {
      assertThat(groupOf(IOException.class).messageContaining("crawl").mismatch(crawl(disk)))
          .isEmpty();
      assertThat(why(groupOf(IOException.class).messageContaining("fetch"), crawl(disk)))
          .endsWith("its message is \"crawl: 1 failure (IOException)\"");
    }

    @Test
    void is_not_what_it_holds() {
      assertThat(why(groupOf(IOException.class), disk))
          .endsWith("it is no group; orUnwrapped() would take it without one");
      assertThat(why(groupOf(IOException.class), slow)).endsWith("it is no group");
      assertThat(groupOf(IOException.class).orUnwrapped().mismatch(disk)).isEmpty();
      assertThat(groupOf(IOException.class).orUnwrapped().mismatch(crawl(disk))).isEmpty();
      assertThat(why(groupOf(IOException.class).orUnwrapped(), slow))
          .endsWith("it is no IOException");
    }

    @Test
    void of_many_shows_some() {
      List<IOException> many = Collections.nCopies(25, disk);

      assertThat(why(groupOf(TimeoutException.class), ExceptionGroup.of("crawl", many)))
          .endsWith("… and 15 more");
    }

    @Test
    void refuses_what_can_never_fit() {
      assertThatThrownBy(() -> group(groupOf(IOException.class)).flattened())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "group of [group of [IOException]] expects a group inside, and flattened there is"
                  + " none. Expect its members here.");
      assertThatThrownBy(() -> groupOf(IOException.class, IOException.class).orUnwrapped())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "group of [IOException, IOException] expects several failures, which never come"
                  + " without a group.");
    }

    @Test
    void knows_the_tasks_of_a_nursery() {
      Trio.run(
          RunOptions.deterministic(1),
          () ->
              group(
                      error(IOException.class).inTask("main/crawl/page"),
                      error(TimeoutException.class).inTask("main/crawl/other"))
                  .assertThrownBy(() ->
                      Nursery.run(
                          "crawl",
                          nursery -> {
                            nursery.startSoon("page", () -> fail(disk));
                            nursery.startSoon("other", () -> fail(slow));
                          })));
    }

    private static void fail(Exception error) throws Exception {
      throw error;
    }
  }

  @Nested
  class Asserting {
    @Test
    void fails_with_the_reason_and_the_error() {
      assertThatThrownBy(() -> error(IOException.class).assertMatches(slow))
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              """
              expected IOException, but:
              java.util.concurrent.TimeoutException: too slow
                it is no IOException\
              """)
          .hasCause(slow);
    }

    @Test
    void gives_what_the_body_threw() {
      Throwable thrown =
          error(IOException.class)
              .assertThrownBy(() -> {
                throw disk;
              });

      assertThat(thrown).isSameAs(disk);
    }

    @Test
    void fails_if_the_body_threw_nothing() {
      assertThatThrownBy(() -> groupOf(IOException.class).assertThrownBy(() -> {}))
          .isInstanceOf(AssertionError.class)
          .hasMessage("expected group of [IOException], but nothing was thrown.");
    }

    @Test
    void lets_a_cancel_through() {
      Trio.run(
          RunOptions.deterministic(1),
          () -> {
            CancelScope scope =
                CancelScope.run(s -> {
                  s.cancel();
                  error(Error.class).assertThrownBy(() -> Trio.checkpoint());
                });
            assertThat(scope.cancelledCaught()).isTrue();
          });
    }

    @Test
    void works_in_assertj() {
      assertThat(crawl(disk)).satisfies(groupOf(IOException.class));
      assertThatThrownBy(() -> assertThat(crawl(disk)).satisfies(groupOf(TimeoutException.class)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("expected and not in it");
    }
  }
}
