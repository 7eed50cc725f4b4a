package io.trio4j.combinators;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.ScopeOptions;
import io.trio4j.Trio;
import io.trio4j.support.Modes;
import io.trio4j.support.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InboxTest {
  private final Inbox<Integer> inbox = new Inbox<>("numbers");
  private final List<Integer> taken = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void elements_come_in_their_order_whoever_waits(RunMode mode) {
    Trio.run(
        Modes.options(mode),
        () ->
            Nursery.run(nursery -> {
              inbox.put(1);
              inbox.put(2);
              nursery.startSoon(() -> {
                Lab.sleep(10);
                inbox.put(3);
                Lab.sleep(10);
                inbox.put(4);
                inbox.put(5);
              });
              for (int i = 0; i < 5; i++) {
                taken.add(inbox.take());
              }
            }));

    assertThat(taken).containsExactly(1, 2, 3, 4, 5);
    assertThat(inbox.tryTake()).isNull();
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_cancelled_take_takes_nothing(RunMode mode) {
    Trio.run(
        Modes.options(mode),
        () -> {
          CancelScope waiting = CancelScope.moveOnAfter(Duration.ofMillis(1), () -> inbox.take());
          inbox.put(1);
          CancelScope ready =
              CancelScope.run(scope -> {
                scope.cancel();
                inbox.take();
              });

          assertThat(waiting.cancelledCaught()).isTrue();
          assertThat(ready.cancelledCaught()).isTrue();
          assertThat(inbox.tryTake()).isEqualTo(1);
        });
  }

  /// The cancel has taken the wait, but not yet the token out of the inbox: its abort waits for the
  /// monitor, which is ours meanwhile.
  @Test
  void an_element_put_between_a_cancel_and_its_abort_is_kept() throws InterruptedException {
    CancelScope scope = CancelScope.of(ScopeOptions.defaults());
    Thread canceller = new Thread(() -> scope.cancel());
    Trio.run(
        RunOptions.cooperative(),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() ->
                  scope.enter(() -> {
                    taken.add(inbox.take());
                  }));
              Trio.checkpoint(); // it waits now
              synchronized (inbox) {
                canceller.start();
                Until.is(() -> canceller.getState() == Thread.State.BLOCKED);
                inbox.put(1);
              }
            }));
    canceller.join();

    assertThat(scope.cancelledCaught()).isTrue();
    assertThat(taken).isEmpty();
    assertThat(inbox.tryTake()).isEqualTo(1);
  }

  @Test
  void nothing_is_lost_when_takes_are_cancelled_at_any_moment() {
    int count = 20_000;
    AtomicReference<CancelScope> current = new AtomicReference<>();
    Trio.run(
        RunOptions.defaults(),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> IntStream.range(0, count).forEach(inbox::put));
              nursery.startSoon(() -> {
                while (true) { // until the nursery is cancelled
                  CancelScope scope = current.get();
                  if (scope != null) {
                    scope.cancel();
                  }
                  Trio.checkpoint();
                  Thread.yield();
                }
              });
              while (taken.size() < count) {
                CancelScope.run(scope -> {
                  current.set(scope);
                  taken.add(inbox.take());
                });
              }
              nursery.cancel();
            }));

    assertThat(taken).isEqualTo(IntStream.range(0, count).boxed().toList());
  }
}
