package io.trio4j.internal.run;

import io.trio4j.CancelReason;
import io.trio4j.CancelSource;
import io.trio4j.TrioTime;
import io.trio4j.internal.time.Durations;
import io.trio4j.internal.time.TimerNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The services of one nursery, and their end: one after the other, the newest first.
final class Services {
  /*
   * Idea
   *   A service is a child like others: it stands in its nursery's list, where walks find it, and its
   *   failure is one of the nursery's. Two things differ. Its root has a shield, so that no cancel
   *   around it reaches it; and it is not counted in the nursery's tally, which so tells when everybody
   *   who may use a service has ended. A tally of its own tells when the service has.
   *
   * Invariants
   *   I1 A service that the owner has not noted yet holds a place in the nursery's tally. So the owner
   *      can't close the nursery over it, whoever starts it and whenever: between the owner's look at
   *      the services and its closing CAS, the count can't go up and down again unseen.
   *   I2 Only the owner notes services and ends them, after the body. It ends one only while the
   *      nursery's tally is empty and no service that it has noted after that one lives.
   *   I3 A service that fails has failed its nursery before its own count is lowered.
   *
   * Ordering
   *   living, newCount | under this monitor
   *   ending           | volatile; the owner, read by dumps
   *
   * Liveness
   *   What the owner waits for is the tally's end, a service's end, a new service or an overrun. Each
   *   changes first what `isDue` reads, and then wakes the owner (RunNursery.wakeOwner); the owner
   *   publishes its wait first, and then asks `isDue`.
   *
   * Rejected
   *   Counting services in the tally and subtracting them: every child that ends would have to know.
   *   A nursery of its own around the block: its failures and the block's would be two groups.
   */
  private static final System.Logger LOG = System.getLogger("io.trio4j.run");

  /// Fewer, and starting a service looks for ended ones each time. More, and more ended ones are
  /// kept.
  private static final int FEW = 8;

  /// One service and the count that tells when it has ended.
  record Service(RunTask<?> task, Tally count) {
    boolean hasEnded() {
      return count.isEmpty();
    }
  }

  private final RunNursery nursery;
  private final Tally users; // the nursery's own
  private final List<Service> living = new ArrayList<>(1); // guarded by this; in order of start
  private int newCount; // guarded by this; not noted yet, each with a place in `users`
  private int sweepAt = FEW; // guarded by this
  private volatile @Nullable Ending ending; // the owner

  Services(RunNursery nursery, Tally users) {
    this.nursery = nursery;
    this.users = users;
  }

  // Starting

  /// Starts a service that is ready at once.
  static RunTask<@Nullable Void> start(RunNursery nursery, Object given, Object body) {
    RunTask<?> starter = nursery.requireStarter(given, body);
    RunTask<@Nullable Void> child =
        new RunTask<>(
            nursery.run(), nursery, nursery.noteSite(given, body), body, Context.capture(starter));
    child.shieldRoot();
    child.prepareThread();
    Tally count = Tally.ofOne();
    child.setTally(count);
    nursery.reserve();
    boolean added = false;
    try {
      nursery.services().add(child, count);
      added = true;
    } finally {
      if (!added) {
        nursery.release();
      }
    }
    try {
      nursery.launchWhole(child, count);
    } finally {
      nursery.wakeOwner();
    }
    return child;
  }

  /// By a starter, who has a place reserved and leaves it to the service.
  ///
  /// @param count of the service alone
  synchronized void add(RunTask<?> task, Tally count) {
    if (living.size() >= sweepAt) {
      living.removeIf(Service::hasEnded);
      sweepAt = Math.max(FEW, 2 * living.size());
    }
    living.add(new Service(task, count));
    newCount++;
  }

  // Ending; by the owner, whose body has ended

  /// Goes as far as it can without waiting.
  ///
  /// @return whether no service lives, of those that hold no place
  boolean advance() {
    while (true) {
      noteNew();
      Ending current = ending;
      if (current == null) {
        Service newest = users.isEmpty() ? newest() : null;
        if (newest == null) {
          return users.isEmpty();
        }
        current = new Ending(newest, nursery);
        ending = current; // first: a cancel that is cut short is tried again
      }
      current.begin();
      if (!current.service.hasEnded()) {
        current.reportIfDue();
        return false;
      }
      current.finish();
      ending = null;
    }
  }

  /// Whether [#advance] would get any further.
  boolean isDue() {
    synchronized (this) {
      if (newCount > 0) {
        return true;
      }
    }
    Ending current = ending;
    return current == null ? users.isEmpty() : current.isDue();
  }

  private void noteNew() {
    int noted;
    synchronized (this) {
      noted = newCount;
      newCount = 0;
    }
    for (; noted > 0; noted--) {
      users.release(); // whether that was the last is asked for after this
    }
  }

  private synchronized @Nullable Service newest() {
    while (!living.isEmpty() && living.getLast().hasEnded()) {
      living.removeLast();
    }
    return living.isEmpty() ? null : living.getLast();
  }

  // Questions

  /// How many hold a place in the nursery's tally.
  synchronized int newCount() {
    return newCount;
  }

  synchronized int livingCount() {
    return (int) living.stream().filter(service -> !service.hasEnded()).count();
  }

  /// The one whose end the owner waits for.
  @Nullable RunTask<?> ending() {
    Ending current = ending;
    return current == null ? null : current.service.task();
  }

  /// What the owner waits for, for dumps; null while it waits for the users.
  @Nullable String awaited() {
    Ending current = ending;
    return current == null ? null : current.toString();
  }

  /// The end of one service, from its cancel on.
  private static final class Ending {
    private final Service service;
    private final RunNursery nursery;
    private final Duration limit;
    private final long sinceNanos;
    private @Nullable Overrun overrun; // the owner; null until the service was cancelled
    private boolean reported; // the owner

    Ending(Service service, RunNursery nursery) {
      this.service = service;
      this.nursery = nursery;
      limit = nursery.run().options().serviceLimit();
      sinceNanos = now();
    }

    private long now() {
      return nursery.run().time().now();
    }

    /// Cancels the service, the first time it gets that far.
    void begin() {
      if (overrun != null || service.hasEnded()) {
        return;
      }
      Overrun node =
          new Overrun(Durations.deadlineAfter(sinceNanos, Durations.toNanos("limit", limit)), this);
      RunTask<?> task = service.task();
      task.tree().cancel(task, reason());
      if (node.deadlineNanos() != TimerNode.NEVER) {
        nursery.run().time().timer().arm(node);
      }
      overrun = node;
    }

    private CancelReason reason() {
      return new CancelReason(
          CancelSource.NURSERY,
          "the body and all tasks but services have ended",
          nursery.parentPath(),
          service.task().toString(),
          new TrioTime(sinceNanos));
    }

    boolean isDue() {
      Overrun node = overrun;
      boolean late = node != null && node.passed && !reported;
      return service.hasEnded() || node == null || late;
    }

    void reportIfDue() {
      Overrun node = overrun;
      if (node == null || !node.passed || reported) {
        return;
      }
      reported = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "service {0} has not ended within {1} after it was cancelled, and holds up the end of {2}."
              + " Trio.dump() shows what it waits for; bound its clean-up by a grace.",
          service.task(),
          limit,
          nursery);
    }

    void finish() {
      Overrun node = overrun;
      if (node != null) {
        nursery.run().time().timer().disarm(node);
      }
      if (reported) {
        LOG.log(
            System.Logger.Level.INFO,
            "service {0} has ended, {1} after it was cancelled",
            service.task(),
            Duration.ofNanos(now() - sinceNanos));
      }
    }

    @Override
    public String toString() {
      Duration passed = Duration.ofNanos(now() - sinceNanos);
      String over = passed.compareTo(limit) > 0 ? ", over its limit of " + limit : "";
      return "service " + service.task().name() + " to end, cancelled " + passed + " ago" + over;
    }
  }

  /// Rings when a service that was cancelled has not ended in time.
  private static final class Overrun extends TimerNode {
    private final Ending of;
    volatile boolean passed; // only ever set

    Overrun(long deadlineNanos, Ending of) {
      super(deadlineNanos);
      this.of = of;
    }

    @Override
    public void expire() {
      passed = true;
      of.nursery.wakeOwner();
    }

    @Override
    public String toString() {
      return "the limit of " + of.service.task();
    }
  }
}
