package io.trio4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.ExceptionGroup.Split;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExceptionGroupSplitTest {

  private final IOException reset = new IOException("reset");
  private final FileNotFoundException missing = new FileNotFoundException("missing");
  private final TimeoutException timeout = new TimeoutException("timeout");

  private final ExceptionGroup inner =
      ExceptionGroup.ofBranches(
          "inner",
          List.of(new Branch(timeout, "main/a/x", "X"), new Branch(missing, "main/a/y", "Y")));
  private final ExceptionGroup outer =
      ExceptionGroup.ofBranches(
          "outer", List.of(new Branch(reset, "main/b", "B"), new Branch(inner, "main/a", "A")));

  @Nested
  class A_split {

    @Test
    void keeps_the_nesting_and_the_tasks() {
      Split split = outer.split(TimeoutException.class);

      ExceptionGroup matching = split.matching().orElseThrow();
      Branch onlyInner = matching.branches().getFirst();
      assertThat(matching.branches()).hasSize(1);
      assertThat(onlyInner.task()).isEqualTo("main/a");
      assertThat(((ExceptionGroup) onlyInner.error()).branches())
          .containsExactly(new Branch(timeout, "main/a/x", "X"));
      assertThat(split.rest().orElseThrow().rootCauses()).containsExactly(reset, missing);
    }

    @Test
    void gives_parts_that_look_like_the_whole() {
      IllegalStateException closing = new IllegalStateException("close failed");
      inner.addSuppressed(closing);

      ExceptionGroup rest = outer.without(TimeoutException.class).orElseThrow();

      ExceptionGroup innerRest = (ExceptionGroup) rest.errors().getLast();
      assertThat(rest)
          .hasMessage("outer: 2 of its tasks failed (IOException, ExceptionGroup)")
          .hasCause(reset);
      assertThat(rest.getStackTrace()).isEqualTo(outer.getStackTrace());
      assertThat(innerRest.getStackTrace()).isEqualTo(inner.getStackTrace());
      assertThat(innerRest).hasCause(missing);
      assertThat(innerRest.getSuppressed()).containsExactly(closing);
    }

    @Test
    void leaves_a_group_that_belongs_to_one_half_as_it_is() {
      assertThat(outer.filter(Exception.class)).containsSame(outer);
      assertThat(outer.without(ArithmeticException.class)).containsSame(outer);
      assertThat(outer.without(reset::equals).orElseThrow().errors()).containsExactly(inner);
    }

    @Test
    void has_no_empty_groups() {
      assertThat(outer.filter(ArithmeticException.class)).isEmpty();
      assertThat(outer.without(Throwable.class)).isEmpty();
      assertThat(outer.filter(reset::equals).orElseThrow().errors()).containsExactly(reset);
    }

    @Test
    void does_not_take_a_group_for_the_runtime_exception_it_is() {
      assertThat(outer.filter(RuntimeException.class)).isEmpty();
    }

    @Test
    void shows_each_leaf_once_to_the_predicate() {
      List<Throwable> shown = new ArrayList<>();

      Split split = outer.split(error -> shown.add(error));

      assertThat(shown).containsExactlyInAnyOrder(reset, timeout, missing);
      assertThat(split.matching()).containsSame(outer);
    }
  }

  @Nested
  class The_leaves {

    @Test
    void come_depth_first() {
      ExceptionGroup group = ExceptionGroup.of("three", inner, reset, outer);

      assertThat(group.rootCauses()).containsExactly(timeout, missing, reset, reset);
    }

    @Test
    void do_not_include_causes() {
      ExceptionGroup group = ExceptionGroup.of("one", new IllegalStateException(reset));

      assertThat(group.rootCauses()).containsExactlyElementsOf(group.errors());
    }

    @Test
    void are_found_by_type() {
      assertThat(outer.firstOf(FileNotFoundException.class)).containsSame(missing);
      assertThat(outer.firstOf(IOException.class)).containsSame(reset);
      assertThat(outer.firstOf(ExceptionGroup.class)).isEmpty();
    }

    @Test
    void make_a_flat_group() {
      ExceptionGroup flat = outer.flatten();

      assertThat(flat)
          .hasMessage(
              "outer: 3 of its tasks failed (IOException, TimeoutException,"
                  + " FileNotFoundException)");
      assertThat(flat.branches())
          .containsExactly(
              new Branch(reset, "main/b", "B"),
              new Branch(timeout, "main/a/x", "X"),
              new Branch(missing, "main/a/y", "Y"));
      assertThat(flat.getStackTrace()).isEqualTo(outer.getStackTrace());
      assertThat(flat.flatten()).isSameAs(flat);
    }

    @Test
    void of_unknown_tasks_take_the_nearest_task_above() {
      ExceptionGroup unknown = ExceptionGroup.of("unknown", reset);
      ExceptionGroup known =
          ExceptionGroup.ofBranches("known", List.of(new Branch(unknown, "main/c", "C")));

      assertThat(known.flatten().branches()).containsExactly(new Branch(reset, "main/c", "C"));
    }
  }

  @Nested
  class A_very_deep_group {

    private static final int DEPTH = 20_000;

    private final ExceptionGroup deep = nested(DEPTH);

    @Test
    void is_walked_without_overflowing_the_stack() {
      assertThat(deep.rootCauses()).hasSize(DEPTH + 1);
      assertThat(deep.flatten().errors()).hasSize(DEPTH + 1);
      assertThat(deep.filter(timeout::equals).orElseThrow().rootCauses()).containsExactly(timeout);
    }

    private ExceptionGroup nested(int depth) {
      ExceptionGroup group = ExceptionGroup.of("deepest", timeout);
      for (int i = 0; i < depth; i++) {
        group = ExceptionGroup.of("deep", reset, group);
      }
      return group;
    }
  }

  @Nested
  class Groups_that_share_members {

    @Test
    void are_looked_into_once() {
      ExceptionGroup group = ExceptionGroup.of("innermost", timeout, reset);
      for (int i = 0; i < 100; i++) {
        group = ExceptionGroup.of("shared", group, group);
      }

      assertThat(group.rootCauses()).containsExactly(timeout, reset);
      assertThat(group.split(IOException.class).rest().orElseThrow().rootCauses())
          .containsExactly(timeout);
    }
  }
}
