package io.trio4j.lowlevelproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.testing.Testing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RendezvousTest {
  private final Rendezvous<String> channel = new Rendezvous<>("c");

  @Nested
  class Meeting {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_receive_that_waits_gets_what_is_sent(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                Task<String> receiver = nursery.startSoon(() -> channel.receive());
                Testing.waitAllTasksBlocked();
                Testing.assertCheckpoints(() -> channel.send("a"));
                assertThat(receiver.join()).isEqualTo("a");
              }));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_send_that_waits_is_received(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                Task<?> sender = nursery.startSoon(() -> channel.send("a"));
                Testing.waitAllTasksBlocked();
                assertThat(sender.isDone()).isFalse();
                assertThat(Testing.assertCheckpoints(() -> channel.receive())).isEqualTo("a");
                sender.join();
              }));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void is_first_come_first_served(Mode mode) {
      List<String> received = new ArrayList<>();
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                for (String value : List.of("a", "b", "c", "d")) {
                  nursery.startSoon(() -> channel.send(value));
                  Testing.waitAllTasksBlocked();
                }
                for (int i = 0; i < 4; i++) {
                  received.add(channel.receive());
                }
              }));
      assertThat(received).containsExactly("a", "b", "c", "d");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void without_waiting_needs_somebody_who_waits(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                Testing.assertNoCheckpoints(() -> {
                  assertThat(channel.trySend("a")).isFalse();
                  assertThat(channel.tryReceive()).isEmpty();
                });
                Task<String> receiver = nursery.startSoon(() -> channel.receive());
                Testing.waitAllTasksBlocked();
                assertThat(channel.trySend("b")).isTrue();
                assertThat(receiver.join()).isEqualTo("b");
                nursery.startSoon(() -> channel.send("c"));
                Testing.waitAllTasksBlocked();
                assertThat(channel.tryReceive()).isEqualTo(Optional.of("c"));
              }));
    }
  }

  @Nested
  class A_cancelled_wait {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void sends_nothing_and_leaves_nothing_behind(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                CancelScope scope = nursery.scope();
                Task<?> sender = nursery.startSoon(() -> channel.send("a"));
                Testing.waitAllTasksBlocked();
                sender.cancel();
                Testing.waitAllTasksBlocked();
                assertThat(channel.tryReceive()).isEmpty();
                assertThat(channel.waitingCount()).isZero();
                assertThat(scope.cancelCalled()).isFalse();
              }));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void is_passed_over(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                Task<?> first = nursery.startSoon(() -> channel.receive());
                Testing.waitAllTasksBlocked();
                Task<String> second = nursery.startSoon(() -> channel.receive());
                Testing.waitAllTasksBlocked();
                first.cancel();
                channel.send("a");
                assertThat(second.join()).isEqualTo("a");
              }));
    }

    // in parallel a partner may be there at each step, so that nothing is waited for and nothing
    // cut
    @ParameterizedTest
    @EnumSource(value = Mode.class, mode = EnumSource.Mode.EXCLUDE, names = "PARALLEL")
    void happened_or_did_not_at_each_step(Mode mode) throws Exception {
      CancelAtStep.each(
          mode.options(),
          knife -> {
            Rendezvous<Integer> there = new Rendezvous<>("there");
            Rendezvous<Integer> back = new Rendezvous<>("back");
            List<Integer> sent = new ArrayList<>();
            List<Integer> received = new ArrayList<>();
            Nursery.run(nursery -> {
              Task<?> echo =
                  nursery.startSoon(() -> {
                    while (true) {
                      back.send(there.receive());
                      received.add(0);
                    }
                  });
              Testing.waitAllTasksBlocked();
              knife.victim(() -> {
                for (int i = 0; i < 3; i++) {
                  there.send(i);
                  sent.add(i);
                  assertThat(back.receive()).isEqualTo(i);
                }
              });
              Testing.waitAllTasksBlocked();
              echo.cancel();
            });
            assertThat(sent.size() - received.size()).isBetween(0, 1);
            assertThat(there.waitingCount() + back.waitingCount()).isZero();
          });
    }
  }

  @Nested
  class Closing {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void ends_those_who_wait_and_refuses_those_who_come(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> isClosed(() -> channel.send("a")));
                Rendezvous<String> other = new Rendezvous<>("other");
                nursery.startSoon(() -> isClosed(other::receive));
                Testing.waitAllTasksBlocked();
                channel.close();
                other.close();
                other.close();
                isClosed(() -> channel.send("b"));
                isClosed(() -> channel.receive());
                isClosed(() -> channel.trySend("c"));
                isClosed(() -> channel.tryReceive());
              }));
      assertThat(channel.waitingCount()).isZero();
    }

    private void isClosed(org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
      assertThatThrownBy(what)
          .isInstanceOf(Rendezvous.ClosedException.class)
          .hasMessageEndingWith("is closed.");
    }
  }
}
