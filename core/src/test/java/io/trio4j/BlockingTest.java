package io.trio4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.support.Until;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Cancelling code that blocks in Java's own ways. One piece: each of those ways in all modes, and
/// what is around it.
class BlockingTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);

  /// Some way to block.
  interface Block {
    void block() throws Exception;
  }

  /// Cancels `scope` when the current thread blocks.
  private static void cancelWhenBlocked(CancelScope scope) {
    Thread me = Thread.currentThread();
    Thread.ofPlatform()
        .start(() -> {
          Until.isBlocked(me);
          scope.cancel("test");
        });
  }

  /// Blocks in a scope that is then cancelled, and returns what the Cancelled says was thrown.
  private static @Nullable Throwable thrownWhenCancelled(RunMode mode, Block code)
      throws Exception {
    AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
    Trio.<Exception>run(
        RunOptions.defaults().withMode(mode),
        () -> {
          CancelScope scope =
              CancelScope.<Exception>run(outer -> {
                cancelWhenBlocked(outer);
                try {
                  CancelScope.<Exception>run(_ -> code.block());
                } catch (Cancelled cancelled) {
                  cause.set(cancelled.getCause());
                  throw cancelled;
                }
              });
          assertThat(scope.cancelledCaught()).isTrue();
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
    return cause.get();
  }

  @Nested
  class A_cancel_ends {
    static Stream<Arguments> waits() {
      List<Arguments> all = new ArrayList<>();
      for (RunMode mode : RunMode.values()) {
        add(all, mode, "Thread.sleep", () -> Thread.sleep(FOR_EVER));
        add(all, mode, "BlockingQueue.take", () -> new LinkedBlockingQueue<String>().take());
        add(all, mode, "BlockingQueue.put", () -> fullQueue().put("more"));
        add(all, mode, "CountDownLatch.await", () -> new CountDownLatch(1).await());
        add(all, mode, "Semaphore.acquire", () -> new Semaphore(0).acquire());
        add(all, mode, "CompletableFuture.get", () -> new CompletableFuture<String>().get());
        add(all, mode, "Object.wait", BlockingTest::objectWait);
        add(all, mode, "Thread.join", BlockingTest::joinOther);
        add(all, mode, "ReentrantLock.lockInterruptibly", BlockingTest::lockOfAnother);
      }
      return all.stream();
    }

    private static void add(List<Arguments> all, RunMode mode, String name, Block code) {
      all.add(Arguments.of(mode, name, code));
    }

    @ParameterizedTest(name = "{1}, {0}")
    @MethodSource("waits")
    void every_interruptible_wait(RunMode mode, String name, Block code) throws Exception {
      assertThat(thrownWhenCancelled(mode, code)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_process_being_waited_for() throws Exception {
      Process process = new ProcessBuilder("sleep", "1000").start();

      try {
        assertThat(thrownWhenCancelled(RunMode.PARALLEL, process::waitFor))
            .isInstanceOf(InterruptedException.class);
        assertThat(process.isAlive()).isTrue();
      } finally {
        process.destroyForcibly();
      }
    }

    @Test
    void an_http_request_that_is_never_answered() throws Exception {
      try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          HttpClient client = HttpClient.newHttpClient()) {
        URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort());

        Block send =
            () -> client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

        assertThat(thrownWhenCancelled(RunMode.PARALLEL, send))
            .isInstanceOf(InterruptedException.class);
        client.shutdownNow();
      }
    }

    @Test
    void a_socket_read_and_closes_the_socket() throws Exception {
      try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {

        assertThat(thrownWhenCancelled(RunMode.PARALLEL, () -> socket.getInputStream().read()))
            .isInstanceOf(SocketException.class);

        assertThat(socket.isClosed()).isTrue();
      }
    }

    @Test
    void a_channel_read_and_closes_the_channel() throws Exception {
      try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          SocketChannel channel =
              SocketChannel.open(
                  new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort()))) {

        assertThat(
                thrownWhenCancelled(RunMode.PARALLEL, () -> channel.read(ByteBuffer.allocate(1))))
            .isInstanceOf(ClosedByInterruptException.class);
      }
    }

    @Test
    void code_that_wraps_what_the_interrupt_made_it_throw() throws Exception {
      Throwable cause =
          thrownWhenCancelled(
              RunMode.PARALLEL,
              () -> {
                try {
                  Thread.sleep(FOR_EVER);
                } catch (InterruptedException e) {
                  throw new IllegalStateException("wrapped", new RuntimeException(e));
                }
              });

      assertThat(cause).hasMessage("wrapped");
    }

    @Test
    void a_task_that_was_never_in_a_wait_of_trio4j() {
      CountDownLatch never = new CountDownLatch(1);

      Trio.run(() ->
          Nursery.run(nursery -> {
            Task<?> child = nursery.startSoon(() -> never.await());
            child.cancel();
            assertThat(child.joinOutcome()).isInstanceOf(Outcome.Stopped.class);
          }));
    }

    @Test
    void a_task_that_was_started_in_a_cancelled_nursery() {
      AtomicReference<@Nullable Outcome<?>> outcome = new AtomicReference<>();

      Trio.run(() ->
          Nursery.run(nursery -> {
            nursery.cancel();
            Task<?> child = nursery.startSoon(() -> Thread.sleep(FOR_EVER));
            outcome.set(CancelScope.shielded(child::joinOutcome));
          }));

      assertThat(outcome.get()).isInstanceOf(Outcome.Stopped.class);
    }

    @Test
    void code_in_a_scope_that_was_cancelled_before_it_was_entered() throws Exception {
      Trio.<InterruptedException>run(() -> {
        CancelScope scope = CancelScope.of(ScopeOptions.defaults());
        scope.cancel();

        scope.<InterruptedException>enter(() -> Thread.sleep(FOR_EVER));

        assertThat(scope.cancelledCaught()).isTrue();
      });
    }

    @Test
    void clean_up_that_blocks_after_a_wait_of_trio4j_was_cancelled() throws Exception {
      AtomicBoolean reached = new AtomicBoolean();

      Trio.<Exception>run(() ->
          CancelScope.<Exception>run(scope -> {
            cancelWhenBlocked(scope);
            try {
              Trio.sleepForever();
            } finally {
              reached.set(true);
              Thread.sleep(FOR_EVER);
            }
          }));

      assertThat(reached).isTrue();
    }

    @Test
    void code_that_follows_a_shield() throws Exception {
      CancelScope outcome =
          Trio.<CancelScope, Exception>run(() ->
              CancelScope.<Exception>run(scope -> {
                CancelScope.shielded(() -> scope.cancel());
                Thread.sleep(FOR_EVER);
              }));

      assertThat(outcome.cancelledCaught()).isTrue();
    }
  }

  private static ArrayBlockingQueue<String> fullQueue() {
    return new ArrayBlockingQueue<>(1, false, List.of("one"));
  }

  @SuppressWarnings("WaitNotInLoop") // it waits for its interrupt
  private static void objectWait() throws InterruptedException {
    Object monitor = new Object();
    synchronized (monitor) {
      monitor.wait();
    }
  }

  private static void joinOther() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Thread other = Thread.ofVirtual().start(() -> awaitQuietly(end));
    try {
      other.join();
    } finally {
      end.countDown();
    }
  }

  private static void lockOfAnother() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          lock.lock();
          try {
            locked.countDown();
            awaitQuietly(end);
          } finally {
            lock.unlock();
          }
        });
    Until.isWhileRunning(() -> locked.getCount() == 0);
    try {
      lock.lockInterruptibly();
    } finally {
      end.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Nested
  class A_cancel_leaves_alone {
    /// Cancels the nursery when the subject is where it should be, and lets it go on when a sibling
    /// shows that the engine has been at work.
    private void untouched(Consumer<Subject> body) {
      Subject subject = new Subject();
      Trio.run(() ->
          Nursery.run(nursery -> {
            nursery.startSoon("subject", () -> body.accept(subject));
            Until.is(() -> subject.ready);
            nursery.startSoon("sibling", () -> sleepUntilInterrupted(subject));
            nursery.cancel();
          }));
      assertThat(subject.ended).isTrue();
    }

    private void sleepUntilInterrupted(Subject subject) throws InterruptedException {
      try {
        Thread.sleep(FOR_EVER);
      } finally {
        subject.goOn = true;
        subject.latch.countDown();
      }
    }

    static final class Subject {
      final CountDownLatch latch = new CountDownLatch(1);
      volatile boolean ready;
      volatile boolean goOn;
      volatile boolean ended;

      void endUninterrupted() {
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        ended = true;
      }
    }

    @Test
    void a_task_that_runs() {
      untouched(subject -> {
        subject.ready = true;
        Until.isWhileRunning(() -> subject.goOn);
        subject.endUninterrupted();
      });
    }

    @Test
    void shielded_code() {
      untouched(subject ->
          CancelScope.shielded(() -> {
            subject.ready = true;
            awaitQuietly(subject.latch);
            subject.endUninterrupted();
          }));
    }

    @Test
    void a_task_that_enters_a_monitor() {
      Object monitor = new Object();
      CountDownLatch taken = new CountDownLatch(1);
      untouched(subject -> {
        Thread.ofVirtual()
            .start(() -> {
              synchronized (monitor) {
                taken.countDown();
                awaitQuietly(subject.latch);
              }
            });
        Until.is(() -> taken.getCount() == 0);
        subject.ready = true;
        synchronized (monitor) {
          subject.endUninterrupted();
        }
      });
    }

    @Test
    void a_region_that_says_so() {
      untouched(subject ->
          Trio.blocking(region -> {
            region.waitOnCancel();
            subject.ready = true;
            awaitQuietly(subject.latch);
            subject.endUninterrupted();
          }));
    }
  }

  @Test
  void a_virtual_thread_that_runs_a_main_task_gets_no_flag_of_ours() throws Exception {
    CompletableFuture<Boolean> flag = new CompletableFuture<>();

    Thread.ofVirtual()
        .start(() -> {
          try {
            Trio.<InterruptedException>run(() -> {
              CancelScope.<InterruptedException>run(scope -> {
                scope.cancel();
                while (!Thread.currentThread().isInterrupted()) {
                  LockSupport.park();
                }
              });
            });
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          flag.complete(Thread.currentThread().isInterrupted());
        })
        .join();

    assertThat(flag).isCompletedWithValue(false);
  }
}
