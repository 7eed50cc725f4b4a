package io.trio4j.internal.cancel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelReason;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.TrioTime;
import io.trio4j.internal.time.RealTime;
import io.trio4j.internal.time.TimeSource;
import io.trio4j.internal.time.Timer;
import io.trio4j.support.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A walk through the tree that runs out of memory or stack half-way. */
class CutShortTest {
  private static final CancelReason REASON =
      new CancelReason(CancelSource.EXPLICIT, "", "", "", TrioTime.PAST);

  private final CancelTree tree = new CancelTree();
  private final PoorTime time = new PoorTime();
  private final FakeTask main = new FakeTask(null);
  private final FakeNursery nursery = new FakeNursery();
  private final FakeNursery inner = new FakeNursery();
  private FakeTask child = main;
  private FakeTask grandchild = main;
  private FakeWait wait = new FakeWait(main);

  @BeforeEach
  void open() {
    nursery.openIn(main);
    child = new FakeTask(nursery);
    nursery.children.add(child);
    inner.openIn(child);
    grandchild = new FakeTask(inner);
    inner.children.add(grandchild);
    wait = new FakeWait(grandchild);
    grandchild.beginWait(wait);
  }

  @Test
  void is_made_whole_soon_after() {
    inner.failures.set(1);

    assertThatThrownBy(() -> tree.cancel(nursery, REASON)).isInstanceOf(OutOfMemoryError.class);

    Until.is(() -> wait.aborts.get() == 1);
    assertThat(grandchild.isEffective()).isTrue();
  }

  @Test
  void is_tried_until_it_is_whole() {
    inner.failures.set(3);

    assertThatThrownBy(() -> tree.cancel(nursery, REASON)).isInstanceOf(OutOfMemoryError.class);

    Until.is(() -> wait.aborts.get() == 1);
  }

  @Test
  void is_made_whole_by_the_next_change_if_that_is_earlier() {
    inner.failures.set(1);
    assertThatThrownBy(() -> tree.cancel(nursery, REASON)).isInstanceOf(OutOfMemoryError.class);

    tree.cancel(main, REASON);

    assertThat(wait.aborts).hasValue(1);
  }

  @Test
  void that_was_to_take_a_cancel_back_for_a_moved_task_is_made_whole_as_well() {
    tree.cancel(nursery, REASON);
    assertThat(child.isEffective()).isTrue();
    inner.failures.set(1);

    assertThatThrownBy(() -> tree.reparent(child, main, _ -> true))
        .isInstanceOf(OutOfMemoryError.class);

    Until.is(() -> !grandchild.isEffective());
  }

  @Test
  void tells_whom_an_abort_without_memory_did_not_tell() {
    FakeWait other = new FakeWait(child);
    child.beginWait(other);
    other.failures.set(2);

    assertThatThrownBy(() -> tree.cancel(nursery, REASON)).isInstanceOf(OutOfMemoryError.class);

    assertThat(wait.aborts).as("those behind it").hasValue(1);
    Until.is(() -> other.aborts.get() == 1);
  }

  @Test
  void an_expiry_without_memory_is_tried_again() {
    TaskScope scope = Scopes.after(Duration.ofDays(1));
    assertThat(scope.open(main)).isNull();
    Deadlines.armBelow(main);
    ScopeTimer timer = Objects.requireNonNull(scope.timer);
    assertThat(time.timer().disarm(timer)).isTrue(); // here the test calls it
    time.aheadNanos = Duration.ofDays(2).toNanos();
    time.failures.set(1);

    assertThatThrownBy(timer::expire).isInstanceOf(OutOfMemoryError.class);
    assertThat(scope.isEffective()).isFalse();
    assertThat(time.timer().disarm(timer)).as("is in the timer again").isTrue();
    timer.expire();

    assertThat(scope.isEffective()).isTrue();
  }

  @Test
  void a_look_without_memory_loses_no_deadline() {
    TaskScope scope = Scopes.after(Duration.ofDays(1));
    time.aheadNanos =
        Duration.ofDays(1).toNanos(); // what is tried again waits: the timer is behind
    assertThat(scope.open(main)).isNull();
    time.failures.set(1);

    assertThatThrownBy(() -> Deadlines.armBelow(main)).isInstanceOf(OutOfMemoryError.class);

    ScopeTimer timer = Objects.requireNonNull(scope.timer, "tried again soon");
    assertThat(time.timer().disarm(timer)).isTrue();
  }

  /// Real time, moved on by hand, and out of memory when it is asked.
  private static final class PoorTime implements TimeSource {
    final AtomicInteger failures = new AtomicInteger();
    volatile long aheadNanos;

    @Override
    public long now() {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new OutOfMemoryError("planted");
      }
      return RealTime.instance().now() + aheadNanos;
    }

    @Override
    public Timer timer() {
      return RealTime.instance().timer();
    }

    @Override
    public boolean polled() {
      return false;
    }
  }

  private static final class FakeNursery extends NurseryNode {
    final List<TaskNode> children = new ArrayList<>();
    final AtomicInteger failures = new AtomicInteger();

    void openIn(TaskNode task) {
      assertThat(open(task)).isNull();
    }

    @Override
    public Iterable<? extends TaskNode> children() {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new OutOfMemoryError("planted");
      }
      return children;
    }
  }

  private static final class FakeWait implements CancellableWait {
    private final TaskNode task;
    private boolean taken; // under the tree lock
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger aborts = new AtomicInteger();

    FakeWait(TaskNode task) {
      this.task = task;
    }

    @Override
    public TaskNode waiter() {
      return task;
    }

    @Override
    public ScopeNode scope() {
      return task.innermost();
    }

    @Override
    public boolean tryTakeForCancel() {
      boolean first = !taken;
      taken = true;
      return first;
    }

    @Override
    public void abort(CancelReason reason) {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new OutOfMemoryError("planted");
      }
      aborts.incrementAndGet();
    }
  }

  private final class FakeTask extends TaskNode {
    FakeTask(@Nullable ScopeNode parent) {
      super(parent);
    }

    @Override
    public CancelTree tree() {
      return tree;
    }

    @Override
    public TimeSource time() {
      return time;
    }

    @Override
    public String path() {
      return "fake";
    }

    @Override
    public long number() {
      return 0;
    }

    @Override
    public String describe() {
      return "fake";
    }

    @Override
    protected void cancelledOutsideWait() {}

    @Override
    protected void cancelledInWaits(List<CancellableWait> waits) {}

    @Override
    protected @Nullable Throwable leaveForeign(ScopeNode left, @Nullable Throwable thrown) {
      return thrown;
    }

    @Override
    protected void quietForeign() {}

    @Override
    protected void swallowed(Cancelled cancelled) {}

    @Override
    public void uncaughtException(Thread thread, Throwable error) {}
  }
}
