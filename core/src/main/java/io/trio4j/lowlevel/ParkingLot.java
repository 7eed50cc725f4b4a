package io.trio4j.lowlevel;

import io.trio4j.BrokenResourceException;
import io.trio4j.Task;
import io.trio4j.internal.run.Lot;
import java.util.List;

/// A fair queue of waiting tasks: the part that locks, limiters and conditions have in common.
///
/// {@snippet class="io.trio4j.snippets.LowlevelSnippets" region="lot"}
///
/// @threadsafety any thread, but [#park()], which waits and needs a task. What a task did before it
///   unparked another happens-before what that one does next.
/// @source Trio `ParkingLot`; conformance T204–T219
/// @since 0.1
public sealed interface ParkingLot permits Lot {
  /// An empty lot.
  ///
  /// @param subject what is waited for: its `toString` stands in dumps and must not block
  /// @return a new lot
  /// @checkpoint never
  static ParkingLot of(Object subject) {
    return new Lot(subject);
  }

  /// Waits until unparked, in order of arrival.
  ///
  /// @checkpoint always
  /// @oncancel the task is not in the lot; nobody else was woken for it
  /// @throws BrokenResourceException if the lot is broken, or breaks meanwhile
  /// @throws IllegalStateException outside a task
  void park();

  /// Wakes the first `count` tasks that wait.
  ///
  /// @param count not negative
  /// @return how many were woken
  /// @checkpoint never
  /// @throws IllegalArgumentException if `count` is negative
  int unpark(int count);

  /// Wakes all tasks that wait.
  ///
  /// @return how many were woken
  /// @checkpoint never
  int unparkAll();

  /// Moves the first `count` waiting tasks to the end of another lot, without waking them.
  ///
  /// @param target another lot
  /// @param count not negative
  /// @return how many were moved
  /// @checkpoint never
  /// @throws IllegalArgumentException if `count` is negative, or `target` is this lot
  int repark(ParkingLot target, int count);

  /// Moves all waiting tasks to the end of another lot, without waking them.
  ///
  /// @param target another lot
  /// @return how many were moved
  /// @checkpoint never
  /// @throws IllegalArgumentException if `target` is this lot
  int reparkAll(ParkingLot target);

  /// Breaks the lot for good, in the name of `task`: who waits or will wait gets
  /// [BrokenResourceException].
  ///
  /// @param task to blame
  /// @checkpoint never
  void breakLot(Task<?> task);

  /// The lot breaks when `task` ends. Counted: each call needs one [#removeBreaker].
  ///
  /// @param task who, for example, holds what others wait for
  /// @checkpoint never
  /// @throws BrokenResourceException if the task has ended already
  void addBreaker(Task<?> task);

  /// Takes one [#addBreaker] back.
  ///
  /// @param task registered before
  /// @checkpoint never
  /// @throws IllegalStateException if it is not registered
  void removeBreaker(Task<?> task);

  /// The tasks that broke the lot.
  ///
  /// @return empty while it is whole
  /// @checkpoint never
  List<Task<?>> brokenBy();

  /// How many tasks wait.
  ///
  /// @return a snapshot
  /// @checkpoint never
  int waitingCount();
}
