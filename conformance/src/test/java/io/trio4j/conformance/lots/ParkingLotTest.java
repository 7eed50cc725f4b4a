package io.trio4j.conformance.lots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Task;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.ParkingLot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// Who is woken, in which order, and who moves.
class ParkingLotTest {
  private final ParkingLot lot = ParkingLot.of("the test");
  private final Trail woken = new Trail();

  /// Starts tasks 1, 2 and 3, which park in this order and tell when they are woken.
  private List<Task<?>> parkThree(Nursery nursery) {
    List<Task<?>> tasks = new ArrayList<>();
    for (String name : List.of("1", "2", "3")) {
      tasks.add(
          nursery.startSoon(
              name,
              () -> {
                lot.park();
                woken.add(name);
              }));
      Runs.settle();
    }
    return tasks;
  }

  @InEachMode
  @Tag("T204")
  void unparking_all_empties_the_lot_at_once(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              parkThree(nursery);
              assertThat(lot.waitingCount()).isEqualTo(3);

              assertThat(lot.unparkAll()).isEqualTo(3);

              assertThat(lot.waitingCount()).isZero();
              Runs.settle();
              assertThat(woken.steps()).containsExactlyInAnyOrder("1", "2", "3");
            }));
  }

  @InEachMode
  @Tag("T205")
  void tasks_are_unparked_in_the_order_of_their_arrival(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              parkThree(nursery);
              for (int left = 2; left >= 0; left--) {
                assertThat(lot.unpark(1)).isEqualTo(1);
                assertThat(lot.waitingCount()).isEqualTo(left);
                Runs.settle();
              }
              assertThat(woken.steps()).containsExactly("1", "2", "3");
            }));
  }

  @InEachMode
  @Tag("T206")
  void unparking_nobody_does_nothing(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          assertThat(lot.unpark(1)).isZero();
          assertThat(lot.unpark(100)).isZero();
          assertThat(lot.unparkAll()).isZero();
          assertThat(lot.waitingCount()).isZero();

          Nursery.run(nursery -> {
            parkThree(nursery);
            assertThat(woken.steps()).isEmpty();
            lot.unparkAll();
          });
        });
  }

  @InEachMode
  @Tag("T207")
  void unparking_two_wakes_the_first_two(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              parkThree(nursery);

              assertThat(lot.unpark(2)).isEqualTo(2);

              Runs.settle();
              assertThat(woken.steps()).containsExactlyInAnyOrder("1", "2");
              assertThat(lot.waitingCount()).isEqualTo(1);
              lot.unparkAll();
            }));
  }

  @InEachMode
  @Tag("T208")
  void a_count_that_is_none_is_refused(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              parkThree(nursery);

              assertThatIllegalArgumentException()
                  .isThrownBy(() -> lot.unpark(-1))
                  .withMessage("count must not be negative: -1");
              assertThatIllegalArgumentException()
                  .isThrownBy(() -> lot.repark(ParkingLot.of("another"), -1));

              assertThat(lot.waitingCount()).isEqualTo(3);
              lot.unparkAll();
            }));
  }

  @InEachMode
  @Tag("T209")
  void a_cancelled_task_is_not_in_the_lot(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              List<Task<?>> tasks = parkThree(nursery);

              tasks.get(1).cancel();
              Runs.settle();
              assertThat(lot.waitingCount()).isEqualTo(2);

              assertThat(lot.unparkAll()).isEqualTo(2);
              Runs.settle();
              assertThat(woken.steps()).containsExactlyInAnyOrder("1", "3");
            }));
  }

  @InEachMode
  @Tag("T210")
  void tasks_move_to_another_lot_asleep(RunMode mode) {
    ParkingLot other = ParkingLot.of("another");
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              parkThree(nursery);

              assertThat(lot.repark(other, 1)).isEqualTo(1);
              assertThat(lot.waitingCount()).isEqualTo(2);
              assertThat(other.waitingCount()).isEqualTo(1);
              Runs.settle();
              assertThat(woken.steps()).isEmpty();

              assertThat(other.unparkAll()).isEqualTo(1);
              Runs.settle();
              assertThat(woken.steps()).containsExactly("1");
              lot.unparkAll();
            }));
  }

  @InEachMode
  @Tag("T210")
  void tasks_move_in_order_and_a_cancel_finds_them_where_they_are(RunMode mode) {
    ParkingLot other = ParkingLot.of("another");
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              List<Task<?>> tasks = parkThree(nursery);

              assertThat(lot.reparkAll(other)).isEqualTo(3);
              assertThat(lot.waitingCount()).isZero();
              assertThat(other.waitingCount()).isEqualTo(3);

              tasks.get(1).cancel();
              Runs.settle();
              assertThat(other.waitingCount()).isEqualTo(2);

              other.unpark(1);
              Runs.settle();
              other.unpark(1);
              Runs.settle();
              assertThat(woken.steps()).containsExactly("1", "3");
            }));
  }

  @InEachMode
  @Tag("T212")
  void tasks_move_only_to_another_lot(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              parkThree(nursery);

              assertThatNullPointerException().isThrownBy(() -> lot.repark(null, 1));
              assertThatNullPointerException().isThrownBy(() -> lot.reparkAll(null));
              assertThatIllegalArgumentException().isThrownBy(() -> lot.repark(lot, 1));

              assertThat(lot.unparkAll()).isEqualTo(3);
            }));
  }
}
