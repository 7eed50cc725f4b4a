package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.ExceptionGroup;
import io.trio4j.RunHandle;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.support.Logged;
import io.trio4j.support.Until;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What `docs/lifecycles.md` shows. */
class LifecycleSnippets {
  // @start region="bean"
  /** Polls from `start` to `stop`. One thread calls these two, as containers do. */
  static final class Poller {
    private final AtomicInteger polls = new AtomicInteger();
    private volatile @Nullable RunHandle run;

    void start() {
      RunHandle fresh = Trio.start(RunOptions.defaults().withName("poller"));
      run = fresh;
      fresh.startSoon("poll", this::pollForEver); // may be called at any time, from any thread
    }

    boolean isRunning() { // false after stop, and after a poll that failed
      RunHandle mine = run;
      return mine != null && mine.isRunning();
    }

    void stop() {
      try (RunHandle ending = run) { // whatever happens it is closed in the end
        if (ending != null) {
          ending.cancelGracefully(Duration.ofSeconds(5)); // idle waits end at once
          ending.join(); // throws what failed, now or long ago
        }
      } finally {
        run = null;
      }
    }

    private void pollForEver() {
      while (!CancelScope.isShuttingDown()) {
        polls.incrementAndGet();
        CancelScope.untilShutdown(() -> Trio.sleep(Duration.ofMillis(1))); // an idle wait
      }
    }
  }

  // @end

  @Test
  void a_bean_starts_stops_and_starts_again() {
    Poller poller = new Poller();
    poller.stop(); // never started: nothing to do

    for (int i = 0; i < 2; i++) {
      int before = poller.polls.get();
      poller.start();
      Until.is(() -> poller.polls.get() > before);
      assertThat(poller.isRunning()).isTrue();
      poller.stop();
      assertThat(poller.isRunning()).isFalse();
    }
    assertThat(Trio.dump()).doesNotContain("Run[poller]");
  }

  // @start region="fixture"
  @Nested
  class WithFixture {
    private RunHandle run;

    @BeforeEach
    void startRun() {
      run = Trio.start(RunOptions.defaults().withName("fixture"));
      run.startSoon("server", () -> serve());
    }

    @AfterEach
    void closeRun() {
      run.close(); // a server that crashed fails the test here
    }

    @Test
    void the_server_answers() {
      String answer = run.call(() -> ask("hello"));

      assertThat(answer).isEqualTo("echo hello");
    }
  }

  // @end

  private static void serve() {
    Trio.sleepForever();
  }

  private static String ask(String question) {
    return "echo " + question;
  }

  // @start region="container"
  /** The run of an application, as a bean that the container starts first and stops last. */
  static final class ApplicationRun implements Lifecycle, AutoCloseable {
    private volatile @Nullable RunHandle run;

    @Override
    public void start() {
      run = Trio.start(RunOptions.defaults().withName("application"));
    }

    /** What the other beans start their tasks on. */
    RunHandle handle() {
      RunHandle mine = run;
      if (mine == null) {
        throw new IllegalStateException("the application was not started: refresh it first");
      }
      return mine;
    }

    @Override
    public boolean isRunning() {
      RunHandle mine = run;
      return mine != null && mine.isRunning();
    }

    @Override
    public void stop() {
      RunHandle mine = run;
      if (mine != null) {
        mine.cancelGracefully(Duration.ofSeconds(5));
        mine.join();
      }
    }

    @Override
    public void close() { // the container's destroy: also after a stop, or a start that failed
      RunHandle mine = run;
      if (mine != null) {
        mine.close();
      }
    }

    @Override
    public int phase() {
      return 0; // started first, stopped last
    }
  }

  // @end

  /** As much of a Spring `SmartLifecycle` as matters here. */
  interface Lifecycle {
    void start();

    void stop();

    boolean isRunning();

    int phase();
  }

  /**
   * As much of a Spring context as matters here: starts by ascending phase, stops by descending
   * phase those that run, destroys in reverse; a stop that fails does not keep it from the others.
   */
  static final class Container implements AutoCloseable {
    private final List<Lifecycle> beans = new ArrayList<>();
    final List<Throwable> troubles = new ArrayList<>();

    Container(List<Lifecycle> beans) {
      this.beans.addAll(beans);
      this.beans.sort(Comparator.comparingInt(Lifecycle::phase));
    }

    void refresh() {
      beans.forEach(Lifecycle::start);
    }

    @Override
    public void close() {
      for (Lifecycle bean : beans.reversed()) {
        if (bean.isRunning()) {
          attempt(bean::stop);
        }
      }
      for (Lifecycle bean : beans.reversed()) {
        if (bean instanceof AutoCloseable closeable) {
          attempt(closeable::close);
        }
      }
    }

    private void attempt(Action<? extends Exception> step) {
      try {
        step.run();
      } catch (Exception e) { // a container logs it and goes on; here the test looks at it
        troubles.add(e);
      }
    }
  }

  /** A bean that needs the application's run. */
  static final class Mailer implements Lifecycle {
    private final ApplicationRun application;
    private final List<String> trail;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean running;

    Mailer(ApplicationRun application, List<String> trail) {
      this.application = application;
      this.trail = trail;
    }

    @Override
    public void start() {
      running = true;
      application.handle().startSoon("mailer", this::work);
    }

    private void work() {
      begun.countDown();
      CancelScope.untilShutdown(() -> Trio.sleepForever());
      trail.add("mailer wound down");
    }

    @Override
    public void stop() {
      trail.add("mailer stops, application " + (application.isRunning() ? "runs" : "is down"));
      running = false;
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public int phase() {
      return 1;
    }
  }

  @Test
  void a_container_starts_and_stops_it() throws InterruptedException {
    List<String> trail = new ArrayList<>();
    ApplicationRun application = new ApplicationRun();
    Mailer mailer = new Mailer(application, trail);
    Container container = new Container(List.of(mailer, application));

    container.refresh();
    mailer.begun.await();
    container.close();

    assertThat(trail).containsExactly("mailer stops, application runs", "mailer wound down");
    assertThat(container.troubles).isEmpty();
    assertThat(application.isRunning()).isFalse();
    assertThat(Trio.dump()).doesNotContain("Run[application]");
  }

  @Test
  void a_container_hears_of_a_task_that_crashed_long_ago() {
    try (Logged logged = new Logged("io.trio4j.run")) {
      ApplicationRun application = new ApplicationRun();
      Container container = new Container(List.of(application));
      container.refresh();
      application.handle().startSoon("crash", () -> crash());
      Until.is(() -> !application.isRunning() && !logged.lines.isEmpty());

      container.close(); // nothing to stop, so destroy it is that throws

      assertThat(container.troubles).singleElement().isInstanceOf(ExceptionGroup.class);
      assertThat(logged.lines).hasSize(1);
    }
  }

  private static void crash() throws IOException {
    throw new IOException("planted");
  }

  @Test
  void a_bean_that_was_not_started_says_so() {
    ApplicationRun application = new ApplicationRun();

    assertThatThrownBy(application::handle).isInstanceOf(IllegalStateException.class);
    application.stop();
    application.close();
  }
}
