package io.trio4j.lowlevelproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.lowlevelproof.Select.Receive;
import io.trio4j.lowlevelproof.Select.Result;
import io.trio4j.testing.Testing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelectTest {
  private final Rendezvous<Integer> a = new Rendezvous<>("a");
  private final Rendezvous<Integer> b = new Rendezvous<>("b");
  private final Rendezvous<Integer> c = new Rendezvous<>("c");

  private void assertNobodyListed() {
    assertThat(a.waitingCount() + b.waitingCount() + c.waitingCount()).isZero();
  }

  @Nested
  class One_select {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void of_three_that_waits_commits_to_the_one_that_comes(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                Task<Result> task =
                    nursery.startSoon(() -> {
                      Select select = new Select().send(a, 1).send(b, 2);
                      select.receive(c);
                      return select.await();
                    });
                Testing.waitAllTasksBlocked();
                assertThat(b.receive()).isEqualTo(2);
                assertThat(task.join().index()).isEqualTo(1);
                assertThat(a.tryReceive()).isEmpty();
                assertThat(c.trySend(7)).isFalse();
                assertNobodyListed();
              }));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void of_several_that_could_happen_takes_the_first(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> b.send(2));
                nursery.startSoon(() -> c.send(3));
                Testing.waitAllTasksBlocked();
                Select select = new Select();
                select.receive(a);
                Receive<Integer> second = select.receive(b);
                Receive<Integer> third = select.receive(c);
                Result result = Testing.assertCheckpoints(select::await);
                assertThat(result.is(second)).isTrue();
                assertThat(result.valueOf(second)).isEqualTo(2);
                assertThatThrownBy(() -> result.valueOf(third))
                    .isInstanceOf(IllegalStateException.class);
                assertThat(c.receive()).isEqualTo(3);
              }));
      assertNobodyListed();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void does_not_meet_itself(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                Task<Result> both =
                    nursery.startSoon(() -> {
                      Select select = new Select().send(a, 1);
                      select.receive(a);
                      return select.await();
                    });
                Testing.waitAllTasksBlocked();
                assertThat(both.isDone()).isFalse();
                a.send(5);
                assertThat(both.join()).isEqualTo(new Result(1, 5));
              }));
      assertNobodyListed();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void ends_when_one_of_its_channels_is_closed(Mode mode) {
      Trio.run(
          mode.options(),
          () ->
              Nursery.run(nursery -> {
                nursery.startSoon(() ->
                    assertThatThrownBy(() -> new Select().send(a, 1).send(b, 2).await())
                        .isInstanceOf(Rendezvous.ClosedException.class)
                        .hasMessage("Rendezvous[b] is closed."));
                Testing.waitAllTasksBlocked();
                b.close();
                Testing.waitAllTasksBlocked();
                assertThat(a.tryReceive()).isEmpty();
              }));
      assertNobodyListed();
    }
  }

  @Nested
  class Two_selects_that_face_each_other {
    private Result either(int value) {
      Select select = new Select().send(a, value);
      select.receive(a);
      select.send(b, value);
      return select.await();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void meet(Mode mode) {
      for (int i = 0; i < 200; i++) {
        Trio.run(
            mode.options(i),
            () -> {
              List<Task<Result>> tasks = new ArrayList<>();
              Nursery.run(nursery -> {
                tasks.add(nursery.startSoon(() -> either(1)));
                tasks.add(nursery.startSoon(() -> either(2)));
              });
              Set<Object> seen = new HashSet<>();
              tasks.forEach(task -> seen.add(task.join().value()));
              assertThat(seen).containsAnyOf(1, 2).contains((Object) null).hasSize(2);
            });
        assertNobodyListed();
      }
    }

    @Test
    void meet_in_parallel_on_real_time() {
      AtomicInteger met = new AtomicInteger();
      int rounds = Mode.rounds(20_000);
      Trio.run(() ->
          Nursery.run(nursery -> {
            for (int i = 0; i < 4; i++) {
              nursery.startSoon(() -> {
                while (met.get() < rounds) {
                  either(1);
                  met.incrementAndGet();
                }
                nursery.scope().cancel("enough");
              });
            }
          }));
      assertThat(met.get() % 2).as("half a meeting").isZero();
      assertNobodyListed();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void happen_both_or_not_at_all_when_one_is_cancelled_at_each_step(Mode mode) throws Exception {
      CancelAtStep.each(
          mode.options(),
          knife ->
              Nursery.run(nursery -> {
                AtomicInteger mine = new AtomicInteger();
                AtomicInteger theirs = new AtomicInteger();
                nursery.startSoon(() ->
                    knife.victim(() -> {
                      for (int i = 0; i < 3; i++) {
                        either(2);
                        mine.incrementAndGet();
                      }
                    }));
                Testing.waitAllTasksBlocked();
                nursery.startSoon(() -> {
                  while (true) {
                    either(1);
                    theirs.incrementAndGet();
                  }
                });
                Testing.waitAllTasksBlocked();
                assertThat(theirs.get()).isEqualTo(mine.get());
                nursery.scope().cancel();
              }));
      assertNobodyListed();
    }
  }

  @Nested
  class Under_stress {
    private final List<Rendezvous<Integer>> channels = List.of(a, b, c);
    private final ConcurrentLinkedQueue<Integer> sent = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Integer> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /// Tasks that each send or receive, by selects over one to three channels, until cancelled;
    /// some of the selects are cancelled as well.
    private void work(RunOptions options, long seed, int taskCount, int turns) {
      sent.clear();
      received.clear();
      Trio.run(
          options,
          () ->
              Nursery.run(outer -> {
                Nursery.run(nursery -> {
                  for (int i = 0; i < taskCount; i++) {
                    Random random = new Random(31 * seed + i);
                    nursery.startSoon(() -> turns(random, turns, outer));
                  }
                });
                outer.scope().cancel("nobody is left to meet");
              }));
      assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
      assertNobodyListed();
    }

    private void turns(Random random, int turns, Nursery outer) {
      for (int i = 0; i < turns; i++) {
        if (random.nextInt(3) == 0) {
          Nursery.run(nursery -> {
            nursery.startSoon(() -> oneSelect(random));
            Trio.checkpoint();
            nursery.scope().cancel("enemy");
          });
        } else {
          Random partner = new Random(random.nextLong());
          outer.startSoon(() -> oneSelect(partner));
          Trio.checkpoint();
        }
      }
    }

    private void oneSelect(Random random) {
      Select select = new Select();
      List<Integer> values = new ArrayList<>();
      int clauses = 1 + random.nextInt(3);
      for (int i = 0; i < clauses; i++) {
        Rendezvous<Integer> channel = channels.get(random.nextInt(3));
        if (random.nextBoolean()) {
          values.add(numbers.incrementAndGet());
          select.send(channel, values.getLast());
        } else {
          values.add(null);
          select.receive(channel);
        }
      }
      Result result = select.await();
      if (values.get(result.index()) != null) {
        sent.add(values.get(result.index()));
      } else {
        received.add((Integer) result.value());
      }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void what_is_sent_is_received_once(Mode mode) {
      work(mode.options(), 7, 10, Mode.rounds(50));
    }

    @Test
    void on_real_time_in_parallel() {
      work(RunOptions.defaults(), 3, 50, Mode.rounds(200));
    }

    @Test
    void with_each_seed() {
      Mode.seeds(300).forEach(seed -> work(Mode.DETERMINISTIC.options(seed), seed, 4, 4));
    }
  }
}
