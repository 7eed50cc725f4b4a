package io.trio4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.BoundedNursery;
import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.Nursery;
import io.trio4j.NurseryAction;
import io.trio4j.RunHandle;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.StartSites;
import io.trio4j.Startable;
import io.trio4j.Trio;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failure tells of where its task was started. */
class SitesTest {
  private static final String HERE = SitesTest.class.getName();
  private static final RunOptions LINES = RunOptions.defaults().withStartSites(StartSites.LINE);

  private static void fail() throws IOException {
    throw new IOException("broken");
  }

  private static int line() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
  }

  private static String place(String type, String method, int line) {
    return type + "." + method + "(SitesTest.java:" + line + ")";
  }

  private static List<Branch> branches(RunOptions options, NurseryAction body) {
    ExceptionGroup group =
        catchThrowableOfType(
            ExceptionGroup.class, () -> Trio.run(options, () -> Nursery.run(body)));
    return group.branches();
  }

  private static String startedAt(RunOptions options, NurseryAction body) {
    return branches(options, body).getFirst().startedAt();
  }

  @Nested
  class The_class_of_the_body {
    @ParameterizedTest
    @EnumSource(value = RunMode.class, names = "DETERMINISTIC", mode = EnumSource.Mode.EXCLUDE)
    void is_told_for_free(RunMode mode) {
      RunOptions options = RunOptions.defaults().withMode(mode);

      assertThat(startedAt(options, nursery -> nursery.startSoon(() -> fail()))).startsWith(HERE);
    }

    @Test
    void is_told_also_of_a_task_with_a_name() {
      String told = startedAt(RunOptions.defaults(), n -> n.startSoon("named", () -> fail()));

      assertThat(told).startsWith(HERE).doesNotContain("java:");
    }

    @Test
    void is_that_of_the_startable() {
      Startable<String> startable =
          status -> {
            status.started("");
            fail();
          };

      assertThat(startedAt(RunOptions.defaults(), n -> n.start("named", startable)))
          .startsWith(HERE);
    }

    @Test
    void is_told_of_a_task_that_could_not_begin() {
      ShortageTest.with(
          ShortageTest.allThreadsBut(
              2, ShortageTest.failingAtStart(new OutOfMemoryError("planted"))),
          () ->
              assertThat(startedAt(RunOptions.defaults(), n -> n.startSoon("x", () -> fail())))
                  .startsWith(HERE));
    }

    @Test
    void is_not_one_of_trio4j() {
      assertThat(TaskBodies.siteOf(OpenRun.class)).isEmpty();
      assertThat(TaskBodies.siteOf(SitesTest.class)).isEqualTo(HERE);
    }

    @Test
    void is_that_of_the_task_whose_body_failed() {
      List<Branch> branches =
          branches(
              RunOptions.defaults(),
              outer ->
                  outer.startSoon(
                      "child",
                      () ->
                          Nursery.run(_ -> {
                            throw new IOException("of the body");
                          })));

      ExceptionGroup inner = (ExceptionGroup) branches.getFirst().error();
      assertThat(inner.branches().getFirst().task()).isEqualTo("main/child");
      assertThat(inner.branches().getFirst().startedAt()).startsWith(HERE);
    }
  }

  @Nested
  class The_line {
    @Test
    void is_told_of_every_kind_of_start() {
      int[] line = new int[1];
      Startable<String> startable =
          status -> {
            status.started("");
            fail();
          };
      String type = The_line.class.getName();
      String method = "is_told_of_every_kind_of_start";

      assertThat(
              startedAt(
                  LINES,
                  n -> {
                    line[0] = line() + 1;
                    n.startSoon(() -> fail());
                  }))
          .isEqualTo(place(type, method, line[0]));
      assertThat(
              startedAt(
                  LINES,
                  n -> {
                    line[0] = line() + 1;
                    n.startSoon("named", () -> fail());
                  }))
          .isEqualTo(place(type, method, line[0]));
      assertThat(
              startedAt(
                  LINES,
                  n -> {
                    line[0] = line() + 1;
                    n.start(startable);
                  }))
          .isEqualTo(place(type, method, line[0]));
      assertThat(
              startedAt(
                  LINES,
                  n -> {
                    line[0] = line() + 1;
                    n.startService("named", () -> fail());
                  }))
          .isEqualTo(place(type, method, line[0]));
    }

    @Test
    void is_told_of_what_found_a_place() {
      int[] line = new int[1];

      List<Branch> outer =
          branches(
              LINES,
              _ ->
                  BoundedNursery.run(
                      1,
                      bounded -> {
                        line[0] = line() + 1;
                        bounded.startWhenFree(() -> fail());
                      }));

      ExceptionGroup group = (ExceptionGroup) outer.getFirst().error();
      assertThat(group.branches().getFirst().startedAt())
          .isEqualTo(place(The_line.class.getName(), "is_told_of_what_found_a_place", line[0]));
    }

    @Test
    void is_that_of_the_program_and_not_of_what_it_called() {
      int[] line = new int[1];

      String told =
          startedAt(
              LINES,
              n -> {
                line[0] = line() + 1;
                List.of(1).forEach(_ -> n.startSoon(() -> fail()));
              });

      assertThat(told)
          .isEqualTo(
              place(
                  The_line.class.getName(),
                  "is_that_of_the_program_and_not_of_what_it_called",
                  line[0]));
    }

    @Test
    void is_that_of_a_thread_outside_that_hands_work_in() {
      int[] line = new int[1];

      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () -> {
                try (RunHandle run = Trio.start(LINES)) {
                  line[0] = line() + 1;
                  run.startSoon("named", () -> fail());
                  run.join();
                }
              });

      assertThat(group.branches().getFirst().startedAt())
          .endsWith("(SitesTest.java:" + line[0] + ")");
    }

    @Test
    void is_noted_in_deterministic_runs() {
      RunOptions options = RunOptions.deterministic(1);

      assertThat(startedAt(options, n -> n.startSoon(() -> fail()))).contains("(SitesTest.java:");
    }

    @Test
    void is_not_noted_in_a_deterministic_run_that_wants_none() {
      RunOptions options = RunOptions.deterministic(1).withStartSites(StartSites.CLASS);

      assertThat(startedAt(options, n -> n.startSoon(() -> fail()))).doesNotContain("java:");
    }

    @Test
    void is_noted_in_runs_inside() {
      String told =
          catchThrowableOfType(
                  ExceptionGroup.class,
                  () ->
                      Trio.run(
                          LINES,
                          () -> {
                            Trio.run(() -> Nursery.run(n -> n.startSoon(() -> fail())));
                          }))
              .branches()
              .getFirst()
              .startedAt();

      assertThat(told).contains("(SitesTest.java:");
    }

    @Test
    void stands_in_trees_and_dumps() {
      StringBuilder dump = new StringBuilder();
      int[] line = new int[1];

      ExceptionGroup group =
          catchThrowableOfType(
              ExceptionGroup.class,
              () ->
                  Trio.run(
                      RunOptions.deterministic(1),
                      () ->
                          Nursery.run(
                              "crawl",
                              nursery -> {
                                line[0] = line() + 1;
                                nursery.startSoon("page", () -> fail());
                                dump.append(Trio.dump());
                              })));

      String place = place(The_line.class.getName(), "stands_in_trees_and_dumps", line[0]);
      assertThat(dump).contains("page: runs, started at " + place + "\n");
      assertThat(group.tree()).contains("+- main/crawl/page, started at " + place + "\n");
    }
  }

  @Nested
  class The_first_line {
    private final RunOptions firsts = RunOptions.defaults().withStartSites(StartSites.FIRST_LINE);

    @Test
    void of_each_body_is_told_of_all_its_tasks() {
      int[] line = new int[1];

      List<Branch> branches =
          branches(
              firsts,
              nursery -> {
                for (int i = 0; i < 3; i++) {
                  line[0] = line() + 1;
                  nursery.startSoon("child-" + i, () -> fail());
                }
              });

      assertThat(branches)
          .extracting(Branch::startedAt)
          .allMatch(told -> told.endsWith("(SitesTest.java:" + line[0] + ")"));
    }
  }

  @Nested
  class What_a_run_notes {
    @Test
    void is_lines_in_debug_runs_unless_it_is_told_otherwise() {
      assertThat(sites(RunOptions.defaults(), true)).isNotNull();
      assertThat(sites(RunOptions.defaults(), false)).isNull();
      assertThat(sites(RunOptions.cooperative(), false)).isNull();
      assertThat(sites(RunOptions.deterministic(1), false)).isNotNull();
      assertThat(sites(LINES, false)).isNotNull();
      assertThat(sites(RunOptions.defaults().withStartSites(StartSites.CLASS), true)).isNull();
    }

    private static @Nullable Sites sites(RunOptions options, boolean debug) {
      return Sites.of(options, debug);
    }
  }
}
