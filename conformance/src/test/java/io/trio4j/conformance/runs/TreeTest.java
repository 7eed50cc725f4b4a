package io.trio4j.conformance.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Startable;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.Failures;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// Section 1: the tree of tasks and nurseries as a program sees it.
class TreeTest {
  @InEachMode
  @Tag("T026")
  void nobody_else_makes_or_extends_nurseries_and_scopes(RunMode mode) {
    assertThat(Runs.<Boolean, RuntimeException>call(mode, () -> isClosedFamily(Nursery.class)))
        .isTrue();
    assertThat(isClosedFamily(CancelScope.class)).isTrue();
  }

  private static boolean isClosedFamily(Class<?> type) {
    assertThat(type.isInterface()).isTrue();
    assertThat(type.isSealed()).isTrue();
    InvocationHandler nothing = (_, _, _) -> null;
    assertThatThrownBy(
            () -> Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, nothing))
        .isInstanceOf(IllegalArgumentException.class);
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      assertThat(permitted.getPackageName()).contains(".internal.");
      assertThat(permitted.isSealed() || Modifier.isFinal(permitted.getModifiers())).isTrue();
    }
    return true;
  }

  @InEachMode
  @Tag("T027")
  void a_nursery_knows_the_task_that_opened_it(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Task<?> opener = Task.current();
          Nursery.run(n -> {
            assertThat(n.parentTask().orElseThrow()).isSameAs(opener);
            n.startSoon(() -> {
              Nursery mine = Task.current().parentNursery().orElseThrow();
              assertThat(mine).isSameAs(n);
              assertThat(mine.parentTask().orElseThrow()).isSameAs(opener);
            });
          });
        });
  }

  @InEachMode
  @Tag("T028")
  void the_main_task_has_no_parent_nursery(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          assertThat(Task.current().parentNursery()).isEmpty();
          assertThat(Task.current().eventualParentNursery()).isEmpty();
        });
  }

  @InEachMode
  @Tag("T029")
  void a_task_lists_its_open_nurseries(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Task<?> task = Task.current();
          assertThat(task.childNurseries()).isEmpty();
          Nursery.run(outer -> {
            assertThat(task.childNurseries()).containsExactly(outer);
            Nursery.run(inner -> assertThat(task.childNurseries()).containsExactly(outer, inner));
            assertThat(task.childNurseries()).containsExactly(outer);
            Failures.group(() ->
                Nursery.run(_ -> {
                  throw Failures.key();
                }));
            assertThat(task.childNurseries()).containsExactly(outer);
          });
          assertThat(task.childNurseries()).isEmpty();
        });
  }

  @InEachMode
  @Tag("T030")
  void the_tree_is_seen_from_its_leaf_and_upwards_after_the_end(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Task<?> main = Task.current();
          AtomicReference<Task<?>> leaf = new AtomicReference<>();

          Nursery.run(n ->
              n.startSoon(
                  "child1",
                  () ->
                      Nursery.run(m ->
                          m.startSoon(
                              "child2",
                              () -> {
                                leaf.set(Task.current());
                                assertTreeAbove(Task.current(), main);
                              }))));

          Task<?> child2 = leaf.get();
          Nursery low = child2.parentNursery().orElseThrow();
          Task<?> child1 = low.parentTask().orElseThrow();
          Nursery high = child1.parentNursery().orElseThrow();
          assertThat(high.parentTask().orElseThrow()).isSameAs(main);
          assertThat(child2.path()).isEqualTo("main/child1/child2");
          assertThat(child2.childNurseries()).isEmpty();
          assertThat(low.childTasks()).isEmpty();
          assertThat(child1.childNurseries()).isEmpty();
          assertThat(high.childTasks()).isEmpty();
          assertThat(main.childNurseries()).isEmpty();
        });
  }

  private static void assertTreeAbove(Task<?> child2, Task<?> main) {
    Nursery low = child2.parentNursery().orElseThrow();
    Task<?> child1 = low.parentTask().orElseThrow();
    Nursery high = child1.parentNursery().orElseThrow();
    List<Task<?>> up = new ArrayList<>(List.of(child2, child1, high.parentTask().orElseThrow()));
    assertThat(up.stream().map(Task::name)).containsExactly("child2", "child1", "main");
    assertThat(up.getLast()).isSameAs(main);

    Runs.settle();
    assertThat(main.childNurseries()).containsExactly(high);
    assertThat(high.childTasks()).hasSize(1).first().isSameAs(child1);
    assertThat(child1.childNurseries()).containsExactly(low);
    assertThat(low.childTasks()).hasSize(1).first().isSameAs(child2);
    assertThat(child2.childNurseries()).isEmpty();
  }

  @InEachMode
  @Tag("T032")
  void a_task_in_start_belongs_to_a_hidden_nursery(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Task<?> starter = Task.current();
          Nursery.run(target -> {
            Startable<String> startable =
                status -> {
                  Task<?> me = Task.current();
                  Nursery hidden = me.parentNursery().orElseThrow();
                  assertThat(hidden).isNotSameAs(target);
                  assertThat(hidden.parentTask().orElseThrow()).isSameAs(starter);
                  assertThat(hidden.childTasks()).hasSize(1).first().isSameAs(me);
                  assertThat(me.eventualParentNursery().orElseThrow()).isSameAs(target);
                  assertThat(target.childTasks()).isEmpty();

                  status.started("ready");

                  assertThat(me.parentNursery().orElseThrow()).isSameAs(target);
                  assertThat(me.eventualParentNursery()).isEmpty();
                  assertThat(target.childTasks()).hasSize(1).first().isSameAs(me);
                  assertThat(hidden.childTasks()).isEmpty();
                };
            assertThat(target.start(startable)).isEqualTo("ready");
          });
        });
  }

  @InEachMode
  @Tag("T033")
  void names_are_given_or_made_from_the_body(RunMode mode) {
    Trail trail = new Trail();
    Runs.run(
        mode,
        () ->
            Nursery.run(n -> {
              int captured = n.childTasks().size();
              assertThat(n.startSoon(() -> {}).name()).isEqualTo("TreeTest");
              assertThat(n.startSoon(() -> captured).name()).isEqualTo("TreeTest");
              assertThat(n.startSoon(Trio::checkpoint).name()).isEqualTo("TreeTest");
              assertThat(n.startSoon(new Fetch()).name()).isEqualTo("TreeTest$Fetch");
              assertThat(n.startSoon("page 17", new Fetch()).name()).isEqualTo("page 17");
              assertThat(n.startSoon("a text", () -> {}).path()).isEqualTo("main/a text");
              Runs.settle();

              String none = null;
              assertThatThrownBy(() -> n.startSoon(none, () -> trail.add("ran")))
                  .isInstanceOf(NullPointerException.class);
              assertThat(n.childTasks()).isEmpty();
            }));
    assertThat(trail.steps()).isEmpty();
  }

  private static final class Fetch implements Callable<String> {
    @Override
    public String call() {
      return "page";
    }
  }
}
