package io.trio4j.conformance.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.TaskLocal;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import org.junit.jupiter.api.Tag;

/// Values that a task hands to the tasks it starts. They are bound for a block, never set.
class TaskLocalTest {
  private final TaskLocal<String> local = TaskLocal.withDefault("local", "nobody's");
  private final Trail trail = new Trail();

  private void tell() {
    Trio.checkpoint();
    trail.add(local.get());
  }

  @InEachMode
  @Tag("T610")
  void a_child_sees_what_was_bound_where_it_was_started(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> local.where("parent's", () -> nursery.startSoon(() -> tell()))));

    assertThat(trail.steps()).containsExactly("parent's");
  }

  @InEachMode
  @Tag("T611")
  void what_a_child_binds_does_not_flow_back(RunMode mode) {
    Runs.run(
        mode,
        () ->
            local.where(
                "parent's",
                () -> {
                  Nursery.run(nursery -> {
                    nursery.startSoon(() -> local.where("child's", () -> tell()));
                    Runs.settle();
                    tell();
                  });
                  tell();
                }));

    assertThat(trail.steps()).containsExactly("child's", "parent's", "parent's");
  }

  @InEachMode
  @Tag("T612")
  void a_child_started_in_an_older_context_sees_the_older_value(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery ->
                local.where(
                    "old",
                    () -> {
                      nursery.startSoon(() -> { // the saved context: a task that began in it
                        Trio.sleepUntil(Trio.currentTime().plus(Runs.seconds(1)));
                        nursery.startSoon(() -> tell());
                      });
                      local.where(
                          "new",
                          () -> {
                            Trio.sleepUntil(Trio.currentTime().plus(Runs.seconds(2)));
                            nursery.startSoon(() -> tell());
                          });
                    })));

    assertThat(trail.steps()).containsExactly("old", "new");
  }
}
