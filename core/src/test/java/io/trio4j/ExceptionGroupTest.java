package io.trio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.internal.cancel.CancelledFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ExceptionGroupTest {

  private final Exception first = new TimeoutException("first");
  private final Exception second = new IllegalStateException("second");
  private final Error third = new StackOverflowError("third");

  @Nested
  class A_group_of_failures {

    private final ExceptionGroup group = ExceptionGroup.of("crawl", first, second, third);

    @Test
    void has_the_very_objects_in_their_order() {
      assertThat(group.errors()).containsExactly(first, second, third);
    }

    @Test
    void shows_loggers_the_first_as_cause_and_the_others_as_suppressed() {
      assertThat(group).hasCause(first);
      assertThat(group.getSuppressed()).containsExactly(second, third);
    }

    @Test
    @Tag("T025")
    void leaves_its_members_as_they_were() {
      assertThat(group.errors())
          .allSatisfy(error -> {
            assertThat(error).hasNoCause();
            assertThat(error).hasNoSuppressedExceptions();
          });
    }

    @Test
    void has_its_own_stack_trace() {
      assertThat(group.getStackTrace()).anyMatch(it -> it.getClassName().contains("GroupTest"));
    }

    @Test
    void knows_no_tasks() {
      assertThat(group.branches())
          .containsExactly(
              new Branch(first, "", ""), new Branch(second, "", ""), new Branch(third, "", ""));
    }

    @Test
    void can_not_be_changed() {
      assertThatThrownBy(() -> group.errors().clear())
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> group.branches().set(0, new Branch(second, "", "")))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Nested
  class A_group_of_one {

    @Test
    void is_a_group_all_the_same() {
      ExceptionGroup group = ExceptionGroup.of("crawl", first);

      assertThat(group.errors()).containsExactly(first);
      assertThat(group).hasCause(first).hasNoSuppressedExceptions();
    }
  }

  @Nested
  class A_list {

    @Test
    void is_copied() {
      List<Throwable> errors = new ArrayList<>(List.of(first));
      List<Branch> branches = new ArrayList<>(List.of(new Branch(first, "main", "")));
      ExceptionGroup ofErrors = ExceptionGroup.of("crawl", errors);
      ExceptionGroup ofBranches = ExceptionGroup.ofBranches("crawl", branches);

      errors.add(second);
      branches.clear();

      assertThat(ofErrors.errors()).containsExactly(first);
      assertThat(ofBranches.errors()).containsExactly(first);
    }

    @Test
    void that_is_empty_makes_no_group() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ExceptionGroup.of("crawl", List.of()))
          .withMessage("errors must not be empty: without failures there is nothing to throw");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ExceptionGroup.ofBranches("crawl", List.of()));
    }

    @Test
    void with_a_cancelled_makes_no_group() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ExceptionGroup.of("crawl", first, cancelled()))
          .withMessage(
              "a group never contains Cancelled, which is the way out and no failure:"
                  + " leave it out if there are failures, throw it on by itself if there are none");
    }

    @Test
    void with_one_object_several_times_keeps_every_branch_but_suppresses_it_once() {
      ExceptionGroup group = ExceptionGroup.of("crawl", first, first, second, second, first);

      assertThat(group.errors()).containsExactly(first, first, second, second, first);
      assertThat(group.getSuppressed()).containsExactly(second);
    }
  }

  @Nested
  class The_message {

    @Test
    void counts_the_failures_and_names_their_kinds() {
      assertThat(ExceptionGroup.of("can't connect", first, second))
          .hasMessage("can't connect: 2 failures (TimeoutException, IllegalStateException)");
    }

    @Test
    void speaks_of_tasks_if_they_are_known() {
      List<Branch> branches =
          List.of(new Branch(first, "main/crawl/a", ""), new Branch(second, "main/crawl", ""));

      assertThat(ExceptionGroup.ofBranches("crawl", branches))
          .hasMessage("crawl: 2 of its tasks failed (TimeoutException, IllegalStateException)");
    }

    @Test
    void may_be_empty() {
      assertThat(ExceptionGroup.of("", first)).hasMessage("1 failure (TimeoutException)");
    }

    @Test
    void names_a_kind_once_and_not_too_many_of_them() {
      ExceptionGroup group =
          ExceptionGroup.of(
              "crawl",
              first,
              new TimeoutException(),
              second,
              third,
              new IOException(),
              new ArithmeticException(),
              new ClassCastException(),
              new ArrayStoreException());

      assertThat(group)
          .hasMessage(
              "crawl: 8 failures (2 TimeoutException, IllegalStateException, StackOverflowError,"
                  + " IOException, ArithmeticException and 2 more kinds)");
    }

    @Test
    void names_an_anonymous_class() {
      assertThat(ExceptionGroup.of("", new Exception() {}))
          .hasMessageMatching("1 failure \\(ExceptionGroupTest.*\\$1\\)");
    }

    @Test
    void does_not_depend_on_what_the_members_say() {
      Exception broken =
          new Exception() {
            @Override
            public String getMessage() {
              throw new IllegalStateException("broken");
            }
          };

      assertThat(ExceptionGroup.of("crawl", broken).toString())
          .startsWith("io.trio4j.ExceptionGroup: crawl: 1 failure (");
    }
  }

  @Nested
  class A_serialized_group {

    @Test
    void arrives_with_members_tasks_and_traces() throws Exception {
      ExceptionGroup inner = ExceptionGroup.of("inner", second);
      List<Branch> branches =
          List.of(new Branch(first, "main/a", "A.java:1"), new Branch(inner, "main/b", ""));
      ExceptionGroup group = ExceptionGroup.ofBranches("outer", branches);

      ExceptionGroup copy = (ExceptionGroup) read(written(group));

      assertThat(copy.tree()).isEqualTo(group.tree());
      assertThat(copy.branches()).extracting(Branch::task).containsExactly("main/a", "main/b");
      assertThat(copy).hasCause(copy.errors().getFirst());
      assertThat(copy.getSuppressed()).containsExactly(copy.errors().getLast());
    }

    @Test
    void needs_members_that_can_be_written() {
      Exception stubborn =
          new Exception() {
            @SuppressWarnings({"serial", "unused"}) // what the test is about
            private final Object state = new Object();
          };

      assertThatThrownBy(() -> written(ExceptionGroup.of("crawl", stubborn)))
          .isInstanceOf(NotSerializableException.class);
    }

    private static byte[] written(Throwable error) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(error);
      }
      return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
      try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
        return in.readObject();
      }
    }
  }

  @Nested
  class A_very_wide_group {

    @Test
    void keeps_every_failure() {
      List<Exception> errors = Collections.nCopies(10_000, first);

      ExceptionGroup group = ExceptionGroup.of("crawl", errors);

      assertThat(group.errors()).hasSize(10_000);
      assertThat(group).hasMessage("crawl: 10000 failures (10000 TimeoutException)");
    }
  }

  static Cancelled cancelled() {
    return CancelledFactory.create(
        new CancelReason(CancelSource.EXPLICIT, "", "", "", TrioTime.PAST));
  }
}
