package io.trio4j.conformance.lots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trio4j.BrokenResourceException;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.ParkingLot;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// Lots that nobody will ever unpark, because who should have is gone.
class BrokenLotTest {
  private final ParkingLot lot = ParkingLot.of("the test");
  private final Trail trail = new Trail();

  private void parkAndTell() {
    try {
      lot.park();
      trail.add("woken");
    } catch (BrokenResourceException _) {
      trail.add("broken");
    }
  }

  @InEachMode
  @Tag("T213")
  void a_broken_lot_lists_who_broke_it_and_lets_nobody_park(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Task<?> me = Task.current();
          assertThat(lot.brokenBy()).isEmpty();

          lot.breakLot(me);
          lot.breakLot(me);

          assertThat(lot.brokenBy()).isEqualTo(List.of(me, me));
          assertThatExceptionOfType(BrokenResourceException.class)
              .isThrownBy(lot::park)
              .withMessageContaining("[Task[main], Task[main]]");
          assertThat(lot.waitingCount()).isZero();
        });
  }

  @InEachMode
  @Tag("T214")
  void a_lot_breaks_when_a_breaker_ends(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<Task<?>> breaker = new AtomicReference<>();
          Nursery.run(nursery -> {
            nursery.startSoon(() -> parkAndTell());
            Runs.settle();
            breaker.set(nursery.startSoon(() -> lot.addBreaker(Task.current())));
          });

          assertThat(trail.steps()).containsExactly("broken");
          assertThat(lot.brokenBy()).isEqualTo(List.of(breaker.get()));
        });
  }

  @InEachMode
  @Tag("T215")
  void a_breaker_is_taken_back_as_often_as_it_was_added(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Task<?> me = Task.current();
          assertThatIllegalStateException().isThrownBy(() -> lot.removeBreaker(me));

          lot.addBreaker(me);
          lot.addBreaker(me);
          lot.removeBreaker(me);
          lot.removeBreaker(me);

          assertThatIllegalStateException().isThrownBy(() -> lot.removeBreaker(me));
          assertThat(lot.brokenBy()).isEmpty();
        });
  }

  @InEachMode
  @Tag("T215")
  void a_breaker_taken_back_once_too_few_still_breaks_the_lot_once(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<Task<?>> breaker = new AtomicReference<>();
          Nursery.run(nursery ->
              breaker.set(
                  nursery.startSoon(() -> {
                    Task<?> me = Task.current();
                    lot.addBreaker(me);
                    lot.addBreaker(me);
                    lot.removeBreaker(me);
                  })));

          assertThat(lot.brokenBy()).isEqualTo(List.of(breaker.get()));
        });
  }

  @InEachMode
  @Tag("T216")
  void a_breaker_of_a_broken_lot_is_added_to_the_list_when_it_ends(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Task<?> me = Task.current();
          AtomicReference<Task<?>> breaker = new AtomicReference<>();
          lot.breakLot(me);
          Nursery.run(
              nursery -> breaker.set(nursery.startSoon(() -> lot.addBreaker(Task.current()))));

          assertThat(lot.brokenBy()).isEqualTo(List.of(me, breaker.get()));
        });
  }

  @InEachMode
  @Tag("T217")
  void a_task_that_has_ended_cannot_become_a_breaker_but_be_named_as_one(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<Task<?>> ended = new AtomicReference<>();
          Nursery.run(nursery -> ended.set(nursery.startSoon(() -> trail.add("ended"))));

          assertThatExceptionOfType(BrokenResourceException.class)
              .isThrownBy(() -> lot.addBreaker(ended.get()));
          assertThat(lot.brokenBy()).isEmpty();

          lot.breakLot(ended.get());
          assertThat(lot.brokenBy()).isEqualTo(List.of(ended.get()));
        });
  }

  @InEachMode
  @Tag("T218")
  void all_breakers_are_listed(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Nursery.run(nursery -> {
            for (String name : List.of("a", "b", "c")) {
              nursery.startSoon(name, () -> lot.addBreaker(Task.current()));
            }
          });

          assertThat(lot.brokenBy())
              .extracting(task -> task.name())
              .containsExactlyInAnyOrder("a", "b", "c");
        });
  }

  @InEachMode
  @Tag("T219")
  void a_lot_can_be_broken_in_the_name_of_a_task_that_waits_in_it(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              Task<?> parked = nursery.startSoon(() -> parkAndTell());
              Runs.settle();

              lot.breakLot(parked);

              Runs.settle();
              assertThat(trail.steps()).containsExactly("broken");
              assertThat(lot.brokenBy()).isEqualTo(List.of(parked));
            }));
  }
}
