package io.trio4j.junit.kits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.Trio;
import io.trio4j.lowlevel.ParkingLot;
import io.trio4j.testing.FaultInjector;
import io.trio4j.testing.Testing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/// The rules of a lock, as tests. A test class that implements this interface has them all.
///
/// {@snippet class="io.trio4j.snippets.KitSnippets" region="lock"}
///
/// Each rule runs in each mode. A lock that does not promise everything says so in [#traits()]; the
/// rules about the rest are then reported as aborted, not as passed.
///
/// The file is long because each rule is a test with a name of its own.
///
/// @source Trio `Lock`; conformance section 10
/// @since 0.1
public interface LockConformance {
  /// Makes the lock to be tested.
  ///
  /// @return a new one that nobody holds
  TestedLock newLock();

  /// What the lock promises.
  ///
  /// @return everything, unless overridden
  default Set<LockTrait> traits() {
    return EnumSet.allOf(LockTrait.class);
  }

  private void assume(LockTrait trait) {
    Assumptions.assumeTrue(traits().contains(trait), "the lock does not promise " + trait);
  }

  private static void hold(TestedLock lock, Action<Exception> body) throws Exception {
    lock.acquire();
    try {
      body.run();
    } finally {
      lock.release();
    }
  }

  /// Asked by a task of its own, since some locks let their holder in again.
  private static boolean isFree(TestedLock lock) {
    return Nursery.call(nursery ->
            nursery.startSoon(
                "prober",
                () -> {
                  boolean free = lock.tryAcquire();
                  if (free) {
                    lock.release();
                  }
                  return free;
                }))
        .join();
  }

  private static void assertFree(TestedLock lock, String when) {
    assertTrue(isFree(lock), "the lock must be free " + when);
  }

  /// Taking a free lock is a whole checkpoint.
  @EachMode
  default void taking_a_free_lock_is_a_checkpoint() {
    TestedLock lock = newLock();
    Kit.inTime(_ -> {
      Testing.assertCheckpoints(() -> lock.acquire());
      assertFalse(isFree(lock), "a lock that was taken must not be free");
      lock.release();
      assertFree(lock, "after its release");
    });
  }

  /// Trying is no checkpoint, and says whether the lock was taken.
  @EachMode
  default void trying_is_no_checkpoint() {
    TestedLock lock = newLock();
    Kit.inTime(nursery -> {
      boolean took = Testing.assertNoCheckpoints(() -> lock.tryAcquire());
      assertTrue(took, "tryAcquire must take a free lock");
      nursery.startSoon(
          "other",
          () -> {
            boolean tookToo = Testing.assertNoCheckpoints(() -> lock.tryAcquire());
            assertFalse(tookToo, "tryAcquire must not take a lock that another task holds");
          });
      Testing.waitAllTasksBlocked();
      lock.release();
    });
  }

  /// Releasing is no checkpoint, so it can be done in a cancelled scope.
  @EachMode
  default void releasing_is_no_checkpoint() {
    TestedLock lock = newLock();
    Kit.inTime(nursery -> {
      lock.acquire();
      nursery.startSoon("waiter", () -> hold(lock, () -> {}));
      Testing.waitAllTasksBlocked();
      Testing.assertNoCheckpoints(() -> lock.release());
    });
    assertFree(lock, "after both have released it");
  }

  /// In a cancelled scope a free lock is not taken.
  @EachMode
  default void taking_it_in_a_cancelled_scope_takes_nothing() {
    TestedLock lock = newLock();
    Kit.inTime(_ -> {
      Kit.cancelled(() -> lock.acquire());
      assertFree(lock, "after a cancelled acquire");
    });
  }

  /// A lock that is held is waited for.
  @EachMode
  default void a_held_lock_is_waited_for() {
    TestedLock lock = newLock();
    List<String> events = new CopyOnWriteArrayList<>();
    Kit.inTime(nursery -> {
      lock.acquire();
      nursery.startSoon("waiter", () -> hold(lock, () -> events.add("in")));
      Testing.waitAllTasksBlocked();
      assertEquals(List.of(), events, "nobody may be in while another task holds the lock");
      lock.release();
      Testing.waitAllTasksBlocked();
      assertEquals(List.of("in"), events, "the waiter must be in after the release");
    });
  }

  /// Who waits longest is served first.
  @EachMode
  default void waiters_are_served_in_order() {
    assume(LockTrait.FIFO);
    TestedLock lock = newLock();
    List<Integer> order = new CopyOnWriteArrayList<>();
    Kit.inTime(nursery -> {
      lock.acquire();
      startWaiters(nursery, lock, order);
      lock.release();
    });
    assertEquals(List.of(0, 1, 2), order, "waiters must be served in order of arrival");
  }

  private static List<CancelScope> startWaiters(
      Nursery nursery, TestedLock lock, List<Integer> order) {
    List<CancelScope> scopes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int mine = i;
      nursery.startSoon(
          "waiter-" + i,
          () -> {
            CancelScope.<Exception>run(scope -> {
              scopes.add(scope);
              hold(lock, () -> order.add(mine));
            });
          });
      Testing.waitAllTasksBlocked();
    }
    return scopes;
  }

  /// One release lets one waiter in.
  @EachMode
  default void a_release_lets_one_in() {
    TestedLock lock = newLock();
    AtomicInteger in = new AtomicInteger();
    ParkingLot gate = ParkingLot.of("the end of the test");
    Kit.inTime(nursery -> {
      lock.acquire();
      for (int i = 0; i < 3; i++) {
        nursery.startSoon(
            "waiter-" + i,
            () ->
                hold(
                    lock,
                    () -> {
                      in.incrementAndGet();
                      gate.park();
                    }));
      }
      Testing.waitAllTasksBlocked();
      lock.release();
      Testing.waitAllTasksBlocked();
      assertEquals(1, in.get(), "one release must let in one of three waiters");
      for (int i = 0; i < 3; i++) { // each lets the next one in
        gate.unparkAll();
        Testing.waitAllTasksBlocked();
      }
    });
  }

  /// A released lock goes to who waits, not to who comes along.
  @EachMode
  default void a_released_lock_goes_to_who_waits() {
    assume(LockTrait.FIFO);
    TestedLock lock = newLock();
    ParkingLot gate = ParkingLot.of("the end of the test");
    Kit.inTime(nursery -> {
      lock.acquire();
      nursery.startSoon("waiter", () -> hold(lock, () -> gate.park()));
      Testing.waitAllTasksBlocked();
      lock.release();
      assertFalse(lock.tryAcquire(), "who released it must not get in before the waiter");
      Testing.waitAllTasksBlocked();
      gate.unparkAll();
    });
  }

  /// A waiter that is cancelled took nothing and is in nobody's way.
  @EachMode
  default void a_cancelled_waiter_takes_nothing() {
    for (int cancelled = 0; cancelled < 3; cancelled++) {
      TestedLock lock = newLock();
      List<Integer> order = new CopyOnWriteArrayList<>();
      int which = cancelled;
      Kit.inTime(nursery -> {
        lock.acquire();
        List<CancelScope> scopes = startWaiters(nursery, lock, order);
        scopes.get(which).cancel();
        Testing.waitAllTasksBlocked();
        lock.release();
      });
      List<Integer> expected = new ArrayList<>(List.of(0, 1, 2));
      expected.remove(Integer.valueOf(which));
      assertEquals(expected, Kit.sorted(order), "waiter " + which + " of three was cancelled");
      assertFree(lock, "when all have released it");
    }
  }

  /// A cancel that comes together with the release loses no lock.
  @EachMode
  default void a_cancel_that_comes_with_the_release_loses_no_lock() {
    for (boolean cancelFirst : new boolean[] {true, false}) {
      TestedLock lock = newLock();
      List<Integer> order = new CopyOnWriteArrayList<>();
      Kit.inTime(nursery -> {
        lock.acquire();
        List<CancelScope> scopes = startWaiters(nursery, lock, order);
        if (cancelFirst) {
          scopes.getFirst().cancel();
          lock.release();
        } else {
          lock.release();
          scopes.getFirst().cancel();
        }
      });
      assertTrue(order.containsAll(List.of(1, 2)), "the other two waiters must get in: " + order);
      assertFree(lock, "when all have released it");
    }
  }

  /// Only the holder releases.
  @EachMode
  default void nobody_else_releases_it() {
    assume(LockTrait.CHECKS_OWNER);
    TestedLock lock = newLock();
    Kit.inTime(nursery -> {
      Kit.assertThrows(Exception.class, "releasing a free lock", () -> lock.release());
      lock.acquire();
      nursery.startSoon(
          "thief",
          () ->
              Kit.assertThrows(
                  Exception.class, "releasing the lock of another task", () -> lock.release()));
      Testing.waitAllTasksBlocked();
      assertFalse(isFree(lock), "the lock must still be held after a release that was refused");
      lock.release();
    });
  }

  /// The holder is told instead of waiting for itself.
  @EachMode
  default void taking_it_twice_is_refused() {
    assume(LockTrait.NOT_REENTRANT);
    TestedLock lock = newLock();
    Kit.inTime(_ -> {
      lock.acquire();
      CancelScope waits =
          CancelScope.moveOnAfter(
              Duration.ofHours(1),
              () ->
                  Kit.assertThrows(
                      Exception.class, "taking it a second time", () -> lock.acquire()));
      assertFalse(waits.cancelledCaught(), "the holder must not wait for itself");
      lock.release();
    });
    assertFree(lock, "after its release");
  }

  /// However many come and go: never two, nobody lost, and what one wrote the next one sees.
  @EachMode
  default void one_at_a_time_holds_it() {
    int tasks = 8;
    int rounds = 20;
    TestedLock lock = newLock();
    int[] plain = new int[1]; // guarded by the lock
    Kit.inTime(nursery -> {
      for (int i = 0; i < tasks; i++) {
        nursery.startSoon(
            "worker-" + i,
            () -> {
              for (int round = 0; round < rounds; round++) {
                hold(
                    lock,
                    () -> {
                      int before = plain[0];
                      Trio.checkpoint();
                      plain[0] = before + 1;
                    });
              }
            });
      }
    });
    assertEquals(tasks * rounds, plain[0], "what was counted while the lock was held");
    assertFree(lock, "when all have released it");
  }

  /// Wherever a cancel hits one of several that want it, the others get it.
  @EachMode
  default void a_cancel_anywhere_loses_no_lock() {
    FaultInjector.cancelAtEachCheckpoint(faults -> {
      TestedLock lock = newLock();
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger others = new AtomicInteger();
      Kit.inTime(nursery -> {
        lock.acquire();
        nursery.startSoon("first", () -> hold(lock, () -> visit(inside, others)));
        nursery.startSoon(
            "victim",
            () ->
                faults.inject(() -> {
                  hold(lock, () -> visit(inside, new AtomicInteger()));
                  hold(lock, () -> visit(inside, new AtomicInteger()));
                }));
        nursery.startSoon("last", () -> hold(lock, () -> visit(inside, others)));
        Testing.waitAllTasksBlocked();
        lock.release();
      });
      assertEquals(2, others.get(), "all that were not cancelled must get in");
      assertFree(lock, "when all have ended");
    });
  }

  private static void visit(AtomicInteger inside, AtomicInteger visits) {
    assertEquals(1, inside.incrementAndGet(), "tasks that hold the lock at a time");
    try {
      Trio.checkpoint();
    } finally {
      inside.decrementAndGet();
    }
    visits.incrementAndGet();
  }
}
