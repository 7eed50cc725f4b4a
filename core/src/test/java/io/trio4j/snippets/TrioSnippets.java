package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunHandle;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.StartSites;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TrioSnippets {
  @Test
  void run() {
    // @start region="run"
    String greeting =
        Trio.run(() ->
            Nursery.call(nursery -> {
              Task<String> hello = nursery.startSoon("hello", () -> "hello");
              Task<String> world = nursery.startSoon("world", () -> "world");
              return hello.join() + ", " + world.join();
            }));
    // @end
    assertThat(greeting).isEqualTo("hello, world");
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES) // without the engine it would wait for ever
  void blocking() throws InterruptedException {
    BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    // @start region="blocking"
    boolean gaveUp =
        Trio.run(() ->
            CancelScope.moveOnAfter(
                    Duration.ofMillis(20),
                    () ->
                        Trio.blocking(region -> {
                          region.onCancel(() -> queue.put("stop")); // instead of an interrupt
                          String item = queue.take();
                          System.Logger log = System.getLogger("example");
                          log.log(System.Logger.Level.DEBUG, item);
                          Trio.checkpoint();
                        }))
                .cancelledCaught());
    // @end
    assertThat(gaveUp).isTrue();
  }

  @Test
  void options() {
    // @start region="options"
    RunOptions options = RunOptions.deterministic(42).withName("billing");
    RunMode mode = Trio.run(options, () -> options.mode());
    // @end
    assertThat(mode).isEqualTo(RunMode.DETERMINISTIC);
  }

  @Test
  void start_sites() {
    // @start region="startSites"
    RunOptions options = RunOptions.defaults().withStartSites(StartSites.LINE);
    String tree = "";
    try {
      Trio.run(
          options,
          () -> Nursery.run(nursery -> nursery.startSoon("port", () -> Integer.valueOf("http"))));
    } catch (ExceptionGroup group) {
      tree = group.tree(); // … +- main/port, started at com.acme.Shop.open(Shop.java:17) …
    }
    // @end
    assertThat(tree).contains("+- main/port, started at ").contains("(TrioSnippets.java:");
  }

  @Test
  void handle() {
    // @start region="handle"
    String answer;
    try (RunHandle run = Trio.start(RunOptions.defaults().withName("client"))) {
      run.startSoon("heartbeat", () -> Trio.sleepForever());
      answer = run.call(() -> "from a task");
    } // cancels what still runs, and waits for it
    // @end
    assertThat(answer).isEqualTo("from a task");
  }
}
