package io.trio4j.lowlevelproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunFinishedException;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevelproof.ThreadBridge.Door;
import io.trio4j.lowlevelproof.ThreadBridge.OnCancel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThreadBridgeTest {
  private final ThreadBridge bridge = new ThreadBridge(4);

  @AfterEach
  void close() {
    bridge.close();
  }

  private static RunOptions options(RunMode mode) {
    return RunOptions.defaults().withMode(mode).withSeed(1);
  }

  @Nested
  class A_call {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void returns_what_the_thread_returns(RunMode mode) throws Exception {
      Thread thread =
          Trio.run(options(mode), () -> bridge.call(OnCancel.WAIT, _ -> Thread.currentThread()));

      assertThat(thread.isVirtual()).isFalse();
      assertThat(thread.getName()).startsWith("bridge-");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void throws_what_the_thread_throws(RunMode mode) {
      Trio.run(
          options(mode),
          () -> {
            assertThatThrownBy(() ->
                    bridge.call(
                        OnCancel.WAIT,
                        _ -> {
                          throw new IOException("disk");
                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
            assertThatThrownBy(() ->
                    bridge.call(
                        OnCancel.ABANDON,
                        _ -> {
                          throw new AssertionError("no");
                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("no");
          });
    }

    @ParameterizedTest
    @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
    void lets_other_tasks_run(RunMode mode) throws Exception {
      CountDownLatch otherRan = new CountDownLatch(1);
      String told =
          Trio.<String, Exception>run(
              options(mode),
              () ->
                  Nursery.call(nursery -> {
                    nursery.startSoon(otherRan::countDown);
                    return bridge.call(
                        OnCancel.WAIT,
                        _ -> {
                          otherRan.await();
                          return "another ran";
                        });
                  }));
      assertThat(told).isEqualTo("another ran");
    }
  }

  @Nested
  class A_cancel {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void before_the_call_starts_no_thread(RunMode mode) throws Exception {
      AtomicInteger ran = new AtomicInteger();
      Trio.<Exception>run(
          options(mode),
          () ->
              CancelScope.<Exception>run(scope -> {
                scope.cancel();
                bridge.call(OnCancel.WAIT, _ -> ran.incrementAndGet());
              }));
      assertThat(ran).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
    void of_a_call_that_waits_comes_after_its_result(RunMode mode) throws Exception {
      CompletableFuture<Integer> work = new CompletableFuture<>();
      List<Object> trail = new ArrayList<>();
      Trio.<Exception>run(
          options(mode),
          () ->
              CancelScope.<Exception>run(scope -> {
                CountDownLatch begun = new CountDownLatch(1);
                Thread.ofPlatform().start(() -> cancelThenComplete(begun, scope, work));
                trail.add(
                    bridge.call(
                        OnCancel.WAIT,
                        _ -> {
                          begun.countDown();
                          return work.get();
                        }));
                Trio.checkpoint();
                trail.add("not cancelled");
              }));
      assertThat(trail).containsExactly(5);
    }

    private static void cancelThenComplete(
        CountDownLatch begun, CancelScope scope, CompletableFuture<Integer> work) {
      try {
        begun.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      scope.cancel();
      work.complete(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
    void of_a_call_that_abandons_leaves_the_thread_behind(RunMode mode) throws Exception {
      CompletableFuture<String> told = new CompletableFuture<>();
      CountDownLatch left = new CountDownLatch(1);
      Trio.<Exception>run(
          options(mode),
          () -> {
            CancelScope scope =
                CancelScope.<Exception>run(inner ->
                    bridge.call(
                        OnCancel.ABANDON,
                        door -> {
                          inner.cancel();
                          left.await();
                          told.complete(knockAt(door));
                          return 0;
                        }));
            assertThat(scope.cancelledCaught()).isTrue();
            left.countDown();
            bridge.call(OnCancel.WAIT, _ -> told.get());
          });
      assertThat(told.get()).startsWith("IllegalStateException: Nursery[");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
    void reaches_the_thread_through_the_door(RunMode mode) throws Exception {
      CompletableFuture<String> told = new CompletableFuture<>();
      Trio.<Exception>run(
          options(mode),
          () ->
              CancelScope.<Exception>run(scope ->
                  bridge.call(
                      OnCancel.WAIT,
                      door -> {
                        scope.cancel("no time");
                        try {
                          door.call(() -> {
                            Trio.sleepForever();
                            return 0;
                          });
                        } catch (CancellationException e) {
                          told.complete(e.getMessage());
                        }
                        return 0;
                      })));
      assertThat(told).isCompletedWithValueMatching(text -> text.contains("no time"));
    }
  }

  private static String knockAt(Door door) {
    try {
      return "let in: " + door.call(() -> 1);
    } catch (Exception e) { // the text is what the test looks at
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  @Nested
  class The_door {
    @ParameterizedTest
    @EnumSource(RunMode.class)
    void lets_the_thread_run_a_task(RunMode mode) throws Exception {
      String path =
          Trio.run(
              options(mode),
              () ->
                  bridge.call(
                      OnCancel.WAIT,
                      door ->
                          door.call(() -> {
                            Trio.checkpoint();
                            return Task.current().path();
                          })));
      assertThat(path).isEqualTo("main/from thread");
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void hands_back_what_the_task_throws_and_nothing_else_happens(RunMode mode) throws Exception {
      String told =
          Trio.run(
              options(mode),
              () ->
                  bridge.call(
                      OnCancel.WAIT,
                      door -> {
                        try {
                          return door.call(() -> {
                            throw new IOException("disk");
                          });
                        } catch (IOException e) {
                          return String.valueOf(e.getMessage());
                        }
                      }));
      assertThat(told).isEqualTo("disk");
    }

    @Test
    void is_shut_when_the_run_has_ended() throws Exception {
      CountDownLatch ended = new CountDownLatch(1);
      CompletableFuture<String> told = new CompletableFuture<>();
      Trio.<Exception>run(() ->
          CancelScope.<Exception>run(scope ->
              bridge.call(
                  OnCancel.ABANDON,
                  door -> {
                    scope.cancel();
                    ended.await();
                    told.complete(knockAt(door));
                    return 0;
                  })));
      ended.countDown();
      assertThat(told.get()).startsWith(RunFinishedException.class.getSimpleName());
    }

    @ParameterizedTest
    @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
    void serves_many_threads_and_loses_no_call(RunMode mode) throws Exception {
      int[] plain = {0}; // touched by tasks of a cooperative run only, without a lock
      AtomicInteger counted = new AtomicInteger();
      int rounds = Mode.rounds(50);
      Trio.<Exception>run(
          options(mode),
          () ->
              Nursery.run(nursery -> {
                for (int i = 0; i < 4; i++) {
                  nursery.startSoon(() ->
                      bridge.call(
                          OnCancel.WAIT,
                          door -> {
                            for (int n = 0; n < rounds; n++) {
                              door.call(() -> {
                                plain[0]++;
                                return counted.incrementAndGet();
                              });
                            }
                            return 0;
                          }));
                }
              }));
      assertThat(counted).hasValue(4 * rounds);
      if (mode == RunMode.COOPERATIVE) {
        assertThat(plain[0]).isEqualTo(4 * rounds);
      }
    }
  }
}
