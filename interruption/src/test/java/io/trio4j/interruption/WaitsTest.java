package io.trio4j.interruption;

import static io.trio4j.interruption.harness.Probe.FOR_EVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.interruption.harness.Call;
import io.trio4j.interruption.harness.Code;
import io.trio4j.interruption.harness.Ending;
import io.trio4j.interruption.harness.Facts;
import io.trio4j.interruption.harness.InEachMode;
import io.trio4j.interruption.harness.Probe;
import io.trio4j.interruption.harness.Shows;
import io.trio4j.interruption.harness.When;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class WaitsTest {
  private static final String CONCURRENT = "java.util.concurrent.";

  @InEachMode
  @Shows(Call.SLEEP)
  void a_sleep(RunMode mode, Facts facts) throws Exception {
    Ending ending = Probe.cancel(mode, Probe.asleep(), () -> Thread.sleep(FOR_EVER));

    assertThat(ending.stoppedBy()).isInstanceOf(InterruptedException.class);
    facts.plain(ending);
    facts.left("nothing");
  }

  @InEachMode
  @Shows(Call.LATCHES)
  void waits_for_latches_permits_conditions_and_threads(RunMode mode, Facts facts)
      throws Exception {
    Semaphore semaphore = new Semaphore(0);
    ReentrantLock lock = new ReentrantLock();
    Map<String, Code> calls = new LinkedHashMap<>();
    calls.put(CONCURRENT + "CountDownLatch.await", () -> new CountDownLatch(1).await());
    calls.put(CONCURRENT + "Semaphore.acquire", semaphore::acquire);
    calls.put(CONCURRENT + "locks.", () -> awaitCondition(lock));
    calls.put(CONCURRENT + "locks.ReentrantLock.lockInterruptibly", WaitsTest::lockOfAnother);
    calls.put("java.lang.Thread.join", WaitsTest::joinOther);

    for (Map.Entry<String, Code> call : calls.entrySet()) {
      Ending ending = Probe.cancel(mode, When.waitingIn(call.getKey()), call.getValue());

      assertThat(ending.stoppedBy()).as(call.getKey()).isInstanceOf(InterruptedException.class);
      facts.plain(ending);
    }
    assertThat(semaphore.hasQueuedThreads()).isFalse();
    assertThat(lock.isLocked()).isFalse();
    facts.left("no permit is taken, no lock is held");
  }

  @SuppressWarnings("WaitNotInLoop") // it waits for its interrupt
  private static void awaitCondition(ReentrantLock lock) throws InterruptedException {
    lock.lock();
    try {
      lock.newCondition().await();
    } finally {
      lock.unlock();
    }
  }

  private static void lockOfAnother() throws Exception {
    try (Held held = Held.lock()) {
      held.lock.lockInterruptibly();
    }
  }

  private static void joinOther() throws Exception {
    try (Held held = Held.lock()) {
      held.thread().join();
    }
  }

  @InEachMode
  @Shows(Call.QUEUE)
  void takes_and_puts(RunMode mode, Facts facts) throws Exception {
    BlockingQueue<String> empty = new LinkedBlockingQueue<>();
    BlockingQueue<String> full = new LinkedBlockingQueue<>(1);
    full.add("first");

    Ending take = Probe.cancel(mode, inQueue("take"), empty::take);
    Ending put = Probe.cancel(mode, inQueue("put"), () -> full.put("second"));

    assertThat(take.stoppedBy()).isInstanceOf(InterruptedException.class);
    assertThat(put.stoppedBy()).isInstanceOf(InterruptedException.class);
    empty.add("later");
    assertThat(empty).containsExactly("later");
    assertThat(full).containsExactly("first");
    facts.plain(take);
    facts.plain(put);
    facts.left("no element is lost, none is put");
  }

  private static When inQueue(String method) {
    return When.waitingIn(CONCURRENT + "LinkedBlockingQueue." + method);
  }

  @InEachMode
  @Shows(Call.OBJECT_WAIT)
  @SuppressWarnings("WaitNotInLoop") // it waits for its interrupt
  void a_wait_for_an_object(RunMode mode, Facts facts) throws Exception {
    Object monitor = new Object();
    Code wait =
        () -> {
          synchronized (monitor) {
            monitor.wait();
          }
        };

    Ending ending = Probe.cancel(mode, When.waitingIn("java.lang.Object.wait"), wait);

    assertThat(ending.stoppedBy()).isInstanceOf(InterruptedException.class);
    facts.plain(ending);
    facts.left("nothing: the monitor was entered again before, and left");
  }

  @Test
  @Shows(Call.LOCK)
  void a_lock_that_is_held(Facts facts) throws Exception {
    try (Held held = Held.lock()) {
      Code lockAndUnlock =
          () -> {
            held.lock.lock();
            try {
              assertThat(held.lock.isHeldByCurrentThread()).isTrue();
            } finally {
              held.lock.unlock();
            }
          };
      Ending.Deaf ending =
          Probe.deaf(
              When.waitingIn(CONCURRENT + "locks.ReentrantLock.lock"),
              lockAndUnlock,
              held::release);

      assertThat(ending.then()).isEqualTo(new Ending.Returned());
      facts.plain(ending);
      facts.left("the lock is taken when its holder gives it back");
    }
  }

  @InEachMode
  @Shows(Call.LOCK)
  void a_lock_that_is_held_taken_interruptibly(RunMode mode, Facts facts) throws Exception {
    facts.advised(lockInterruptibly(mode));
  }

  private static Ending lockInterruptibly(RunMode mode) throws Exception {
    try (Held held = Held.lock()) {
      Ending ending =
          Probe.cancel(
              mode,
              When.waitingIn(CONCURRENT + "locks.ReentrantLock.lockInterruptibly"),
              held.lock::lockInterruptibly);

      assertThat(ending.stoppedBy()).isInstanceOf(InterruptedException.class);
      assertThat(held.lock.hasQueuedThreads()).isFalse();
      return ending;
    }
  }

  @Test
  @Shows(Call.MONITOR)
  void a_monitor_that_is_held(Facts facts) throws Exception {
    try (Held held = Held.monitor()) {
      Code enter =
          () -> {
            synchronized (held.monitor) {
              assertThat(Thread.holdsLock(held.monitor)).isTrue();
            }
          };

      Ending.LeftAlone ending = Probe.leaveAlone(When.enteringMonitor(), enter, held::release);

      assertThat(ending.then()).isEqualTo(new Ending.Returned());
      facts.plain("goes on: a thread that enters a monitor is not touched");
      facts.left("the monitor is entered when its holder leaves it");
    }
    facts.advised(lockInterruptibly(RunMode.PARALLEL));
  }

  @InEachMode
  @Shows(Call.FUTURE_GET)
  void a_future(RunMode mode, Facts facts) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      Future<?> work = pool.submit(() -> awaitQuietly(end));
      CompletableFuture<String> promise = new CompletableFuture<>();

      Ending get = Probe.cancel(mode, When.waitingIn(CONCURRENT + "FutureTask."), work::get);
      Ending getPromise =
          Probe.cancel(mode, When.waitingIn(CONCURRENT + "CompletableFuture.get"), promise::get);

      assertThat(get.stoppedBy()).isInstanceOf(InterruptedException.class);
      assertThat(getPromise.stoppedBy()).isInstanceOf(InterruptedException.class);
      assertThat(work.isDone()).isFalse();
      assertThat(promise.isDone()).isFalse();
      end.countDown();
      assertThat(work.get()).isNull();
      facts.plain(get);
      facts.plain(getPromise);
      facts.left("the work goes on, and its result comes");
    }
  }

  @InEachMode
  @Shows(Call.FUTURE_GET)
  void a_future_that_is_cancelled_too(RunMode mode, Facts facts) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      Future<?> work = pool.submit(() -> awaitQuietly(never));
      Code get =
          () ->
              Trio.<Exception>blocking(region -> {
                region.onCancel(() -> work.cancel(true));
                work.get();
              });

      Ending ending = Probe.cancel(mode, When.waitingIn(CONCURRENT + "FutureTask."), get);

      assertThat(ending.stoppedBy()).isInstanceOf(CancellationException.class);
      facts.advised(ending, "the work is interrupted");
    } // waits for the work's thread
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      // the end of this work
    }
  }

  @Test
  @Shows(Call.FUTURE_JOIN)
  void a_completable_future_that_is_joined(Facts facts) throws Exception {
    CompletableFuture<String> promise = new CompletableFuture<>();

    Ending.Deaf ending = Probe.deaf(inJoin(), promise::join, () -> promise.complete("late"));

    assertThat(ending.then()).isEqualTo(new Ending.Returned());
    facts.plain(ending);
    facts.left("it returns when the future is done");
  }

  @InEachMode
  @Shows(Call.FUTURE_JOIN)
  void a_completable_future_that_is_cancelled_too(RunMode mode, Facts facts) throws Exception {
    CompletableFuture<String> promise = new CompletableFuture<>();
    Code join =
        () ->
            Trio.blocking(region -> {
              region.onCancel(() -> promise.cancel(true));
              promise.join();
            });

    Ending ending = Probe.cancel(mode, inJoin(), join);

    assertThat(ending.stoppedBy()).isInstanceOf(CancellationException.class);
    facts.advised(ending);
  }

  private static When inJoin() {
    return When.waitingIn(CONCURRENT + "CompletableFuture.join");
  }

  @InEachMode
  @Shows(Call.EXECUTOR_CLOSE)
  void the_close_of_an_executor(RunMode mode, Facts facts) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(1);
    Future<?> work = pool.submit(() -> awaitQuietly(never));

    Ending ending =
        Probe.cancel(
            mode, When.waitingIn(CONCURRENT + "ThreadPoolExecutor.awaitTermination"), pool::close);

    assertThat(ending).isEqualTo(new Ending.Returned());
    assertThat(pool.isTerminated()).isTrue();
    assertThat(work.isDone()).isTrue();
    facts.plain(ending);
    facts.left("the pool's work is interrupted and has ended");
  }
}
