package io.trio4j.conformance.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.TaskLocal;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.SystemTasks;
import org.junit.jupiter.api.Tag;

/// Section 1: task-locals, which are bound for a block and so never set.
class TaskLocalTest {
  private static final TaskLocal<String> LOCAL = TaskLocal.withDefault("local", "default");

  private final Trail trail = new Trail();

  @InEachMode
  @Tag("T042")
  void a_run_begins_with_its_surroundings_bindings_and_changes_none(RunMode mode) {
    Runs.run(
        mode,
        () ->
            LOCAL.where(
                "before",
                () -> {
                  Trio.run(() -> {
                    trail.add(LOCAL.get());
                    LOCAL.where("inside", () -> trail.add(LOCAL.get()));
                  });
                  trail.add(LOCAL.get());
                }));
    trail.add(LOCAL.get());

    assertThat(trail.steps()).containsExactly("before", "inside", "before", "default");
  }

  @InEachMode
  @Tag("T043")
  void a_childs_binding_is_not_its_parents(RunMode mode) {
    Runs.run(
        mode,
        () ->
            LOCAL.where(
                "parent",
                () ->
                    Nursery.run(n -> {
                      n.startSoon(() ->
                          LOCAL.where(
                              "child",
                              () -> {
                                Trio.checkpoint();
                                trail.add("first child " + LOCAL.get());
                              }));
                      Runs.settle();
                      trail.add("parent " + LOCAL.get());
                      LOCAL.where(
                          "later",
                          () ->
                              n.startSoon(() -> {
                                Runs.settle();
                                trail.add("later child " + LOCAL.get());
                              }));
                    })));

    assertThat(trail.steps())
        .containsExactly("first child child", "parent parent", "later child later");
  }

  @InEachMode
  @Tag("T044")
  void a_system_task_sees_the_bindings_the_run_began_with(RunMode mode) {
    Runs.run(
        mode,
        () ->
            LOCAL.where(
                "at the beginning",
                () ->
                    Trio.run(() ->
                        LOCAL.where(
                            "changed",
                            () -> {
                              SystemTasks.start("system", () -> note("system task"));
                              Runs.settle();
                              Nursery.run(n -> n.startSoon(() -> note("child")));
                            }))));

    assertThat(trail.steps()).containsExactly("system task at the beginning", "child changed");
  }

  private void note(String who) {
    trail.add(who + " " + LOCAL.get());
  }
}
