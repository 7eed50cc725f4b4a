package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.RunOptions;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancelScopeSnippets {
  @Test
  void move_on() {
    // @start region="moveOn"
    String page =
        Trio.run(
            RunOptions.deterministic(1), // virtual time: nobody waits for the two seconds
            () ->
                CancelScope.moveOnAfterOrElse(
                    Duration.ofSeconds(2),
                    "the cached page",
                    () -> {
                      Trio.sleep(Duration.ofMinutes(1)); // the slow way
                      return "the fresh page";
                    }));
    // @end
    assertThat(page).isEqualTo("the cached page");
  }

  @Test
  void cancelled() {
    List<String> log = new ArrayList<>();
    // @start region="cancelled"
    Trio.run(
        RunOptions.deterministic(1),
        () ->
            CancelScope.moveOnAfter(
                Duration.ofSeconds(1),
                () -> {
                  try {
                    Trio.sleepForever();
                  } catch (Cancelled c) {
                    log.add(c.reason().source().name());
                    throw c; // always: it is on its way to its scope
                  } finally {
                    CancelScope.cleanup(
                        Duration.ofSeconds(5), () -> Trio.sleep(Duration.ofMillis(10)));
                    log.add("closed");
                  }
                }));
    // @end
    assertThat(log).containsExactly("DEADLINE", "closed");
  }

  @Test
  void options() {
    // @start region="options"
    CancelScope scope = CancelScope.of(ScopeOptions.defaults().withTimeout(Duration.ofSeconds(5)));
    Trio.run(
        RunOptions.deterministic(1),
        () -> {
          scope.cancel("somebody pressed stop"); // whoever holds it may, also before it is entered
          scope.enter(() -> Trio.sleepForever());
        });
    // @end
    assertThat(scope.cancelledCaught()).isTrue();
  }
}
