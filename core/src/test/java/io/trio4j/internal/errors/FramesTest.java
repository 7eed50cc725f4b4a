package io.trio4j.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.TrioInternalError;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FramesTest {

  @Nested
  class A_trace {

    @Test
    void shows_the_user_s_frames_and_folds_ours() {
      assertThat(
              lines(
                  "io.trio4j.internal.park.Wait.park",
                  "io.trio4j.sync.Lock.acquire",
                  "com.acme.Crawler.get",
                  "io.trio4j.Nursery.run",
                  "com.acme.Crawler.main",
                  "io.trio4j.internal.run.RunTask.run",
                  "java.lang.VirtualThread.run"))
          .containsExactly(
              "... 2 frames of trio4j (Lock.acquire)",
              "at com.acme.Crawler.get(Crawler.java)",
              "... 1 frame of trio4j (Nursery.run)",
              "at com.acme.Crawler.main(Crawler.java)",
              "... 2 frames of trio4j");
    }

    @Test
    void does_not_name_the_method_of_ours_that_the_user_did_not_call() {
      assertThat(lines("io.trio4j.internal.run.RunTask.call", "com.acme.Crawler.get"))
          .startsWith("... 1 frame of trio4j");
      assertThat(lines("io.trio4j.Nursery.lambda$run$0", "com.acme.Crawler.get"))
          .startsWith("... 1 frame of trio4j");
    }

    @Test
    void folds_the_jdk_s_frames_between_ours_but_not_those_the_user_called() {
      assertThat(
              lines(
                  "java.util.Objects.requireNonNull",
                  "io.trio4j.internal.run.Children.close",
                  "java.util.ArrayList.forEach",
                  "io.trio4j.Nursery.run",
                  "java.util.ArrayList.forEach",
                  "com.acme.Crawler.get",
                  "java.util.ArrayList.forEach",
                  "com.acme.Crawler.main"))
          .containsExactly(
              "at java.util.Objects.requireNonNull(Objects.java)",
              "... 3 frames of trio4j (Nursery.run)",
              "at java.util.ArrayList.forEach(ArrayList.java)",
              "at com.acme.Crawler.get(Crawler.java)",
              "at java.util.ArrayList.forEach(ArrayList.java)",
              "at com.acme.Crawler.main(Crawler.java)");
    }

    @Test
    void folds_what_starts_a_thread() {
      assertThat(
              lines(
                  "com.acme.Crawler.get",
                  "java.lang.ScopedValue$Carrier.run",
                  "java.lang.Thread.runWith",
                  "java.lang.VirtualThread.run",
                  "jdk.internal.vm.Continuation.run"))
          .containsExactly("at com.acme.Crawler.get(Crawler.java)", "... 4 frames of the JDK");
    }

    @Test
    void shows_examples_and_tests_of_ours() {
      assertThat(lines("io.trio4j.examples.Crawler.get", "io.trio4j.LockTest$A_lock.is_held"))
          .containsExactly(
              "at io.trio4j.examples.Crawler.get(Crawler.java)",
              "at io.trio4j.LockTest$A_lock.is_held(LockTest.java)");
    }

    @Test
    void of_our_frames_only_is_shown() {
      assertThat(lines("io.trio4j.sync.Lock.acquire", "java.lang.VirtualThread.run"))
          .containsExactly(
              "at io.trio4j.sync.Lock.acquire(Lock.java)",
              "at java.lang.VirtualThread.run(VirtualThread.java)");
    }

    @Test
    void of_an_internal_error_is_shown() {
      TrioInternalError error = new TrioInternalError("unreachable");
      error.setStackTrace(trace("io.trio4j.sync.Lock.acquire", "com.acme.Crawler.get"));

      assertThat(Frames.of(new Untrusted(error), List.of()))
          .startsWith("at io.trio4j.sync.Lock.acquire(Lock.java)");
    }

    @Test
    void that_is_very_long_is_cut() {
      String[] frames = new String[1024];
      Arrays.fill(frames, "com.acme.Crawler.recurse");

      assertThat(lines(frames)).hasSize(201).endsWith("... 824 frames not shown");
    }

    @Test
    void may_be_empty() {
      assertThat(lines()).isEmpty();
    }
  }

  @Nested
  class A_trace_printed_under_another {

    private final List<StackTraceElement> above =
        List.of(
            trace(
                "com.acme.Crawler.crawl",
                "io.trio4j.Nursery.run",
                "com.acme.Crawler.main",
                "io.trio4j.internal.run.RunTask.run"));

    @Test
    void counts_the_frames_in_common() {
      assertThat(
              below(
                  "com.acme.Page.get",
                  "com.acme.Crawler.main",
                  "io.trio4j.internal.run.RunTask.run"))
          .containsExactly("at com.acme.Page.get(Page.java)", "... 2 more");
    }

    @Test
    void shows_where_it_happened_even_if_that_is_in_common() {
      assertThat(
              below(
                  "io.trio4j.Nursery.run",
                  "com.acme.Crawler.main",
                  "io.trio4j.internal.run.RunTask.run"))
          .containsExactly(
              "... 1 frame of trio4j (Nursery.run)",
              "at com.acme.Crawler.main(Crawler.java)",
              "... 1 frame of trio4j");
    }

    @Test
    void has_nothing_in_common_if_only_our_frames_are() {
      assertThat(below("com.acme.Page.get", "io.trio4j.internal.run.RunTask.run"))
          .containsExactly("at com.acme.Page.get(Page.java)", "... 1 frame of trio4j");
    }

    private List<String> below(String... frames) {
      return Frames.of(new Untrusted(error(frames)), above);
    }
  }

  private static List<String> lines(String... frames) {
    return Frames.of(new Untrusted(error(frames)), List.of());
  }

  private static Exception error(String... frames) {
    Exception error = new Exception();
    error.setStackTrace(trace(frames));
    return error;
  }

  private static StackTraceElement[] trace(String... frames) {
    return Arrays.stream(frames).map(FramesTest::frame).toArray(StackTraceElement[]::new);
  }

  private static StackTraceElement frame(String qualified) {
    int dot = qualified.lastIndexOf('.');
    String type = qualified.substring(0, dot);
    String file = type.substring(type.lastIndexOf('.') + 1).replaceFirst("\\$.*", "") + ".java";
    return new StackTraceElement(type, qualified.substring(dot + 1), file, -1);
  }
}
