package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.BoundedNursery;
import io.trio4j.BoundedNurseryAction;
import io.trio4j.BoundedNurseryCall;
import io.trio4j.BoundedNurseryStatistics;
import io.trio4j.CancelScope;
import io.trio4j.Task;
import io.trio4j.internal.park.Wait;
import io.trio4j.lowlevel.WaitSubject;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A nursery whose children take places.
public final class LimitedNursery implements BoundedNursery {
  /*
   * Invariants
   *   I1 Each place in `taken` belongs to one child that has not ended, or to one call that is about to
   *      start one: who takes a place sees to it that it is given back.
   *   I2 Nobody takes a place while others wait: a place goes to the first of them by the end of its
   *      wait. So `taken < limit` with somebody waiting lasts only until who caused it has let them in.
   *   I3 A waiter is taken out of `waiting` under the lock, and only then its wait is ended. If a cancel
   *      was first, the place goes on to the next.
   *
   * Locks
   *   `lock` is a leaf: waits are ended, and children started, under no lock.
   *
   * Cancellation
   *   A cancelled waiter takes itself out. It has started nothing, for children are started after the
   *   wait, and between its end and the start there is no checkpoint.
   */
  private final RunNursery nursery;
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedSet<Wait<@Nullable Void>> waiting =
      new LinkedHashSet<>(); // guarded by lock
  private final Object subject = new FreePlace();
  private int limit; // guarded by lock; read racily by toString
  private int taken; // guarded by lock; read racily by toString

  /// What dumps show for those who wait.
  private final class FreePlace implements WaitSubject {
    @Override
    public List<Task<?>> holders() {
      return nursery.childTasks();
    }

    @Override
    public String toString() {
      return "a free place in " + LimitedNursery.this;
    }
  }

  private LimitedNursery(RunNursery nursery, int limit) {
    this.nursery = nursery;
    this.limit = limit;
  }

  public static void run(String name, int limit, BoundedNurseryAction body) {
    requireLimit(limit);
    Objects.requireNonNull(body, "body");
    Nurseries.run(name, plain -> body.run(new LimitedNursery((RunNursery) plain, limit)));
  }

  public static <T extends @Nullable Object> T call(
      String name, int limit, BoundedNurseryCall<T> body) {
    requireLimit(limit);
    Objects.requireNonNull(body, "body");
    return Nurseries.call(name, plain -> body.call(new LimitedNursery((RunNursery) plain, limit)));
  }

  private static void requireLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1: " + limit);
    }
  }

  // Starting

  @Override
  public <T extends @Nullable Object> Task<T> startWhenFree(Callable<T> body) {
    return awaitPlaceAndStart(body.getClass(), body);
  }

  @Override
  public Task<@Nullable Void> startWhenFree(Action<? extends Exception> body) {
    return awaitPlaceAndStart(body.getClass(), body);
  }

  @Override
  public <T extends @Nullable Object> Task<T> startWhenFree(String childName, Callable<T> body) {
    return awaitPlaceAndStart(childName, body);
  }

  @Override
  public Task<@Nullable Void> startWhenFree(String childName, Action<? extends Exception> body) {
    return awaitPlaceAndStart(childName, body);
  }

  private <T extends @Nullable Object> RunTask<T> awaitPlaceAndStart(Object given, Object body) {
    RunTask<?> starter = nursery.requireStarter(given, body);
    Object nameSource = nursery.noteSite(given, body);
    Waiting.checkpointIfCancelled();
    nursery.reserve();
    boolean waited = false;
    boolean placed = false;
    try {
      waited = !tryTakePlace();
      if (waited) {
        awaitPlace(starter);
      }
      placed = true;
    } finally {
      if (!placed) {
        nursery.release();
      }
    }
    RunTask<T> child = startInPlace(starter, nameSource, body);
    if (!waited) {
      Waiting.schedulePoint();
    }
    return child;
  }

  @Override
  public <T extends @Nullable Object> Optional<Task<T>> tryStart(Callable<T> body) {
    return startIfFree(body.getClass(), body);
  }

  @Override
  public Optional<Task<@Nullable Void>> tryStart(Action<? extends Exception> body) {
    return startIfFree(body.getClass(), body);
  }

  @Override
  public <T extends @Nullable Object> Optional<Task<T>> tryStart(
      String childName, Callable<T> body) {
    return startIfFree(childName, body);
  }

  @Override
  public Optional<Task<@Nullable Void>> tryStart(
      String childName, Action<? extends Exception> body) {
    return startIfFree(childName, body);
  }

  private <T extends @Nullable Object> Optional<Task<T>> startIfFree(Object given, Object body) {
    RunTask<?> starter = nursery.requireStarter(given, body);
    Object nameSource = nursery.noteSite(given, body);
    nursery.reserve();
    if (!tryTakePlace()) {
      nursery.release();
      return Optional.empty();
    }
    return Optional.of(startInPlace(starter, nameSource, body));
  }

  /// With a place here and one in the nursery's count; both go back if this throws.
  private <T extends @Nullable Object> RunTask<T> startInPlace(
      RunTask<?> starter, Object nameSource, Object body) {
    boolean started = false;
    try {
      RunTask<T> child = nursery.startInPlace(starter, nameSource, body, _ -> giveBack());
      started = true;
      return child;
    } finally {
      if (!started) {
        giveBack();
      }
    }
  }

  // Places

  private boolean tryTakePlace() {
    lock.lock();
    try {
      boolean free = taken < limit && waiting.isEmpty();
      taken += free ? 1 : 0;
      return free;
    } finally {
      lock.unlock();
    }
  }

  private void awaitPlace(RunTask<?> starter) {
    Wait<@Nullable Void> wait = Wait.of(starter, subject);
    lock.lock();
    try {
      waiting.add(wait);
    } finally {
      lock.unlock();
    }
    letIn(); // a place may have become free before we were listed
    try {
      wait.park(() -> forget(wait));
    } catch (OutOfMemoryError | StackOverflowError e) { // there is none for the wait: thrown on
      if (!forget(wait) && !wait.tryReschedule(null)) {
        giveBack();
      }
      throw e;
    }
  }

  private boolean forget(Wait<@Nullable Void> wait) {
    lock.lock();
    try {
      return waiting.remove(wait);
    } finally {
      lock.unlock();
    }
  }

  private void giveBack() {
    lock.lock();
    try {
      taken--;
    } finally {
      lock.unlock();
    }
    letIn();
  }

  /// Gives free places to those who wait.
  private void letIn() {
    for (Wait<@Nullable Void> next = admitNext(); next != null; next = admitNext()) {
      if (!next.tryReschedule(null)) {
        lock.lock();
        try {
          taken--; // it was cancelled
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private @Nullable Wait<@Nullable Void> admitNext() {
    lock.lock();
    try {
      if (taken >= limit || waiting.isEmpty()) {
        return null;
      }
      taken++;
      return waiting.removeFirst();
    } finally {
      lock.unlock();
    }
  }

  // The limit

  @Override
  public int limit() {
    lock.lock();
    try {
      return limit;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void setLimit(int newLimit) {
    requireLimit(newLimit);
    lock.lock();
    try {
      limit = newLimit;
    } finally {
      lock.unlock();
    }
    letIn();
  }

  @Override
  public BoundedNurseryStatistics statistics() {
    lock.lock();
    try {
      return new BoundedNurseryStatistics(limit, taken, waiting.size());
    } finally {
      lock.unlock();
    }
  }

  // As any nursery

  @Override
  public void cancel() {
    nursery.cancel();
  }

  @Override
  public void cancel(String reason) {
    nursery.cancel(reason);
  }

  @Override
  public void cancelGracefully(Duration grace) {
    nursery.cancelGracefully(grace);
  }

  @Override
  public CancelScope scope() {
    return nursery.scope();
  }

  @Override
  public String name() {
    return nursery.name();
  }

  @Override
  public List<Task<?>> childTasks() {
    return nursery.childTasks();
  }

  @Override
  public boolean isClosed() {
    return nursery.isClosed();
  }

  @Override
  public String toString() {
    String label = name().isEmpty() ? "" : name() + ", ";
    return "BoundedNursery[" + label + taken + " of " + limit + " places taken]";
  }
}
