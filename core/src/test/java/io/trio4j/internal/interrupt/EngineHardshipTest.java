package io.trio4j.internal.interrupt;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.Action;
import io.trio4j.CancelScope;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.internal.run.Seams;
import io.trio4j.support.Logged;
import io.trio4j.support.Until;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What goes wrong while a task is to be got out of foreign code. */
class EngineHardshipTest {
  /// One whose close, which an interrupt calls, fails.
  private static final class RottenChannel extends AbstractInterruptibleChannel {
    @Override
    protected void implCloseChannel() {
      throw new IllegalStateException("planted");
    }

    void block() throws Exception {
      try {
        begin();
        LockSupport.park(this);
      } finally {
        end(false);
      }
    }
  }

  /// A handler that throws what it is given to log.
  private static final class BrokenLog extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.trio4j.interrupt");

    BrokenLog() {
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      throw new IllegalStateException("planted");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void a_channel_that_throws_as_the_interrupt_closes_it_lets_no_flag_out_of_the_scope()
      throws Exception {
    try (Logged log = new Logged("io.trio4j.interrupt")) {
      Trio.run(() -> {
        CancelScope scope = blockUnder(() -> new RottenChannel().block(), CancelScope::cancel);

        assertThat(scope.cancelledCaught()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
      });

      Until.is(() -> log.lines.stream().anyMatch(line -> line.contains("told to stop")));
    }
  }

  @Test
  void a_log_that_throws_does_not_end_the_watching() throws Exception {
    AtomicInteger made = new AtomicInteger();
    ThreadFactory secondFails =
        body -> {
          if (made.incrementAndGet() == 2) {
            throw new OutOfMemoryError("planted");
          }
          return Thread.ofVirtual().unstarted(body);
        };
    Seams before = Seams.current();
    Seams.replace(before.withEngine(_ -> new InterruptEngine(Pace.STANDARD, secondFails)));
    try (BrokenLog _ = new BrokenLog()) {
      Trio.run(() -> blockUnder(() -> Thread.sleep(Duration.ofDays(1)), CancelScope::cancel));
    } finally {
      Seams.replace(before);
    }
    assertThat(made).hasValueGreaterThan(2);
  }

  @Test
  void a_deadline_that_is_moved_by_another_thread_needs_no_checkpoint_to_be_felt()
      throws Exception {
    CancelScope scope = sleptUnder(far -> far.setDeadline(TrioTime.PAST));

    assertThat(scope.cancelledCaught()).isTrue();
  }

  @Test
  void the_end_of_a_grace_given_by_another_thread_needs_no_checkpoint_to_be_felt()
      throws Exception {
    CancelScope scope = sleptUnder(far -> far.cancelGracefully(Duration.ofMillis(1)));

    assertThat(scope.cancelledCaught()).isTrue();
  }

  /// Sleeps, as Java does, under a deadline that is far away, while another thread does `what`.
  private static CancelScope sleptUnder(Consumer<CancelScope> what) throws Exception {
    return Trio.<CancelScope, Exception>run(
        () -> blockUnder(() -> Thread.sleep(Duration.ofDays(1)), what));
  }

  private static CancelScope blockUnder(Action<Exception> body, Consumer<CancelScope> what)
      throws Exception {
    Thread me = Thread.currentThread();
    return CancelScope.<Exception>moveOnAfter(
        Duration.ofDays(1),
        scope -> {
          Thread.ofPlatform()
              .start(() -> {
                Until.isBlocked(me);
                what.accept(scope);
              });
          body.run();
        });
  }
}
