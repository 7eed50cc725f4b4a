package io.trio4j.internal.interrupt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.BlockingRegion;
import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import io.trio4j.support.Logged;
import io.trio4j.support.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockingRegionTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);

  /// A driver of something: its call ends when somebody asks it to, by failing.
  static final class Driver {
    final AtomicInteger stops = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    volatile @Nullable Thread stopper;

    void call() throws IOException {
      call(new IOException("stopped by request"));
    }

    <X extends Throwable> void call(X failure) throws X {
      try {
        stopped.await();
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
      throw failure;
    }

    void stop() {
      stopper = Thread.currentThread();
      stops.incrementAndGet();
      stopped.countDown();
    }
  }

  private final Driver driver = new Driver();

  private static void cancelWhenBlocked(CancelScope scope) {
    Thread me = Thread.currentThread();
    Thread.ofPlatform()
        .start(() -> {
          Until.isBlocked(me);
          scope.cancel("test");
        });
  }

  interface Code {
    void run(BlockingRegion region) throws Exception;
  }

  /// Runs code in a region that is cancelled when it blocks; returns the cause of the Cancelled.
  private static @Nullable Throwable cancelled(RunMode mode, Code code) throws Exception {
    AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
    Trio.<Exception>run(
        RunOptions.defaults().withMode(mode),
        () ->
            CancelScope.<Exception>run(scope -> {
              cancelWhenBlocked(scope);
              try {
                Trio.<Exception>blocking(code::run);
              } catch (Cancelled stopped) {
                cause.set(stopped.getCause());
                throw stopped;
              }
            }));
    return cause.get();
  }

  @Nested
  class An_action {
    @ParameterizedTest
    @EnumSource
    void is_run_once_by_another_thread_and_what_the_code_throws_then_is_a_cancel(RunMode mode)
        throws Exception {
      AtomicReference<@Nullable Thread> mine = new AtomicReference<>();

      Throwable cause =
          cancelled(
              mode,
              region -> {
                mine.set(Thread.currentThread());
                region.onCancel(driver::stop);
                driver.call();
              });

      assertThat(cause).hasMessage("stopped by request");
      assertThat(driver.stops).hasValue(1);
      assertThat(driver.stopper).isNotNull().isNotEqualTo(mine.get());
      assertThat(java.util.Objects.requireNonNull(driver.stopper).isVirtual()).isTrue();
    }

    @Test
    void runs_at_once_if_it_is_set_after_the_cancel() throws Exception {
      Trio.<Exception>run(() ->
          CancelScope.<Exception>run(scope ->
              Trio.<Exception>blocking(region -> {
                region.waitOnCancel();
                scope.cancel();
                region.onCancel(driver::stop);
                driver.call();
              })));

      assertThat(driver.stops).hasValue(1);
    }

    @Test
    void closes_a_resource() throws Exception {
      try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {

        Throwable cause =
            cancelled(
                RunMode.PARALLEL,
                region -> {
                  region.closeOnCancel(socket);
                  socket.getInputStream().read();
                });

        assertThat(cause).isInstanceOf(java.net.SocketException.class);
        assertThat(socket.isClosed()).isTrue();
      }
    }

    @Test
    void that_fails_is_logged_and_not_repeated() throws Exception {
      try (Logged logged = new Logged("io.trio4j.interrupt")) {
        cancelled(
            RunMode.PARALLEL,
            region -> {
              region.onCancel(() -> {
                driver.stop();
                throw new IOException("no connection");
              });
              driver.call();
            });

        assertThat(driver.stops).hasValue(1);
        assertThat(logged.lines)
            .singleElement()
            .asString()
            .isEqualTo("WARNING the cancel action of BlockingRegion[of Task[main]] failed");
      }
    }

    @Test
    void is_replaced_by_one_that_is_set_later() throws Exception {
      AtomicInteger first = new AtomicInteger();

      cancelled(
          RunMode.PARALLEL,
          region -> {
            region.onCancel(first::incrementAndGet);
            region.onCancel(driver::stop);
            driver.call();
          });

      assertThat(first).hasValue(0);
      assertThat(driver.stops).hasValue(1);
    }

    @Test
    void gives_way_to_an_interrupt() throws Exception {
      Throwable cause =
          cancelled(
              RunMode.PARALLEL,
              region -> {
                region.onCancel(driver::stop);
                region.interruptOnCancel();
                Thread.sleep(FOR_EVER);
              });

      assertThat(cause).isInstanceOf(InterruptedException.class);
      assertThat(driver.stops).hasValue(0);
    }

    @Test
    void is_not_run_once_the_region_is_over() throws Exception {
      Trio.<Exception>run(() ->
          CancelScope.<Exception>run(scope -> {
            Trio.blocking(region -> region.onCancel(driver::stop));
            cancelWhenBlocked(scope);
            Thread.sleep(FOR_EVER);
          }));

      assertThat(driver.stops).hasValue(0);
    }

    @Test
    void that_is_running_is_waited_for_when_the_region_ends() throws Exception {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      List<String> order = new CopyOnWriteArrayList<>();

      Trio.<Exception>run(() ->
          CancelScope.<Exception>run(scope -> {
            Trio.<Exception>blocking(region -> {
              region.onCancel(() -> {
                begun.countDown();
                end.await();
                order.add("action");
              });
              scope.cancel();
              begun.await();
              endWhenBlocked(Thread.currentThread(), end);
            });
            order.add("region over");
          }));

      assertThat(order).containsExactly("action", "region over");
    }

    private static void endWhenBlocked(Thread thread, CountDownLatch end) {
      Thread.ofPlatform()
          .start(() -> {
            Until.isBlocked(thread);
            end.countDown();
          });
    }

    @Test
    void does_not_take_the_value_from_code_that_returns_one() throws Exception {
      String value =
          Trio.<String, Exception>run(() ->
              CancelScope.<String, Exception>call(scope ->
                  Trio.blockingCall(region -> {
                    region.onCancel(driver::stop);
                    scope.cancel();
                    Until.is(() -> driver.stops.get() == 1);
                    return "done all the same";
                  })));

      assertThat(value).isEqualTo("done all the same");
    }
  }

  @Nested
  class What_is_thrown_after_an_action_was_run {
    @Test
    void stays_an_error_if_it_is_an_Error() {
      assertThatThrownBy(() -> cancelledAndThrown(new AssertionError("real"))).hasMessage("real");
    }

    @Test
    void stays_an_error_if_it_is_a_group() {
      ExceptionGroup group = ExceptionGroup.of("real", new IOException("of a child"));

      assertThatThrownBy(() -> cancelledAndThrown(group)).isSameAs(group);
    }

    private void cancelledAndThrown(Throwable failure) throws Exception {
      cancelled(
          RunMode.PARALLEL,
          region -> {
            region.onCancel(driver::stop);
            driver.<RuntimeException>call(sneaky(failure));
          });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // never really cast
    private static <X extends Throwable> X sneaky(Throwable failure) throws X {
      throw (X) failure;
    }

    @Test
    void is_a_cancel_at_the_edge_of_a_scope_inside_the_region_and_an_error_after_it() {
      assertThatThrownBy(() ->
              Trio.<Exception>run(() ->
                  Trio.<Exception>blocking(region -> {
                    region.onCancel(driver::stop);
                    CancelScope inner =
                        CancelScope.<Exception>run(scope -> {
                          scope.cancel();
                          driver.call();
                        });
                    assertThat(inner.cancelledCaught()).isTrue();
                    throw new IOException("outside of it");
                  })))
          .hasMessage("outside of it");
    }

    @Test
    void is_an_error_after_the_region() {
      assertThatThrownBy(() ->
              Trio.<Exception>run(() ->
                  CancelScope.<Exception>run(scope -> {
                    Trio.<Exception>blocking(region -> {
                      region.onCancel(driver::stop);
                      scope.cancel();
                      Until.is(() -> driver.stops.get() == 1);
                    });
                    throw new IOException("after it");
                  })))
          .hasMessage("after it");
    }
  }

  @Nested
  class A_region_in_a_region {
    @Test
    void has_its_own_policy() throws Exception {
      Throwable cause =
          cancelled(
              RunMode.PARALLEL,
              region -> {
                region.waitOnCancel();
                Trio.<Exception>blocking(inner -> {
                  inner.onCancel(driver::stop);
                  driver.call();
                });
              });

      assertThat(cause).hasMessage("stopped by request");
    }

    @ParameterizedTest
    @EnumSource
    void gives_the_policy_back_when_it_ends(RunMode mode) throws Exception {
      Throwable cause =
          cancelled(
              mode,
              region -> {
                region.onCancel(driver::stop);
                Trio.blocking(inner -> inner.waitOnCancel());
                driver.call();
              });

      assertThat(cause).hasMessage("stopped by request");
    }
  }

  @Nested
  class A_region {
    @Test
    void is_not_entered_by_a_task_that_is_cancelled() {
      AtomicInteger entered = new AtomicInteger();

      Trio.run(() ->
          CancelScope.run(scope -> {
            scope.cancel();
            Trio.blocking(_ -> entered.incrementAndGet());
          }));

      assertThat(entered).hasValue(0);
    }

    @Test
    void lets_others_run_in_a_cooperative_run_who_may_cancel_it() {
      CancelScope outcome =
          Trio.run(
              RunOptions.cooperative(),
              () ->
                  CancelScope.run(scope ->
                      Nursery.run(nursery -> {
                        nursery.startSoon(() -> scope.cancel());
                        Trio.blocking(_ -> Thread.sleep(FOR_EVER));
                      })));

      assertThat(outcome.cancelledCaught()).isTrue();
    }

    @Test
    void refuses_another_policy_when_it_is_over() {
      AtomicReference<@Nullable BlockingRegion> kept = new AtomicReference<>();

      Throwable thrown =
          catchThrowable(() ->
              Trio.run(() -> {
                Trio.blocking(kept::set);
                java.util.Objects.requireNonNull(kept.get()).waitOnCancel();
              }));

      assertThat(thrown)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "BlockingRegion[of Task[main], over] is over. Its policy is set by the code in it, by"
                  + " the task that runs it.");
    }

    @Test
    void refuses_another_task() throws Exception {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();

      Trio.<Exception>run(() ->
          Trio.<Exception>blocking(region ->
              Thread.ofVirtual()
                  .start(() -> thrown.complete(catchThrowable(region::waitOnCancel)))
                  .join()));

      assertThat(thrown.join()).hasMessageContaining("belongs to another task");
    }
  }
}
