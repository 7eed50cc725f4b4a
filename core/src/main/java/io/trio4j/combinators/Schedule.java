package io.trio4j.combinators;

import io.trio4j.TrioTime;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/// When to do something again, and for how long: a value, made once and used by any number of
/// calls.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="schedule"}
///
/// A schedule gives one wait after the other, each from the end of one attempt to the beginning of
/// the next, until it ends. Those made by the factories never end by themselves: bound them with
/// [#upTo(int)], [#atMost(Duration)] or [#until(TrioTime)]. A method applies to all that stands
/// before it: `exponential(…).withJitter(…).upTo(5)`.
///
/// @threadsafety immutable; each call that uses it goes through it from its beginning
/// @since 0.1
public final class Schedule {
  /// What a schedule has come to in one call; not thread-safe.
  interface Steps {
    /// The next wait in nanoseconds, or [#END].
    long nextNanos(Clockwork clockwork);
  }

  /// What a step may depend on besides its own state.
  ///
  /// @param began when the first attempt began
  /// @param now when the latest attempt ended
  record Clockwork(TrioTime began, TrioTime now) {}

  static final long END = -1;

  private final Supplier<Steps> beginning;
  private final String text;

  private Schedule(String text, Supplier<Steps> beginning) {
    this.text = text;
    this.beginning = beginning;
  }

  /// The same wait each time.
  ///
  /// @param wait not negative; zero is a checkpoint
  /// @return a schedule without end
  /// @checkpoint never
  /// @throws IllegalArgumentException if `wait` is negative
  public static Schedule constant(Duration wait) {
    long nanos = Arguments.nanosNotNegative("wait", wait);
    return new Schedule("every " + wait, () -> _ -> nanos);
  }

  /// A wait that grows by a factor each time, up to a maximum.
  ///
  /// @param first the first wait; positive
  /// @param factor at least 1
  /// @param maximum of a wait; not less than `first`
  /// @return a schedule without end
  /// @checkpoint never
  /// @throws IllegalArgumentException if an argument is out of its range
  public static Schedule exponential(Duration first, double factor, Duration maximum) {
    long firstNanos = Arguments.nanosPositive("first", first);
    long most = maximumOf(maximum, firstNanos, "first", first);
    if (!(factor >= 1) || factor == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("factor must be finite and at least 1: " + factor);
    }
    return new Schedule(
        "from " + first + " times " + factor + " to " + maximum,
        () -> new Growing(firstNanos, factor, most));
  }

  /// A wait drawn between `base` and three times the wait before, up to a maximum: grows like an
  /// exponential one with chance in it from the beginning ("decorrelated jitter").
  ///
  /// @param base the least wait, and the first at most three times that; positive
  /// @param maximum of a wait; not less than `base`
  /// @return a schedule without end
  /// @checkpoint never
  /// @throws IllegalArgumentException if an argument is out of its range
  public static Schedule decorrelated(Duration base, Duration maximum) {
    long least = Arguments.nanosPositive("base", base);
    long most = maximumOf(maximum, least, "base", base);
    return new Schedule(
        "decorrelated from " + base + " to " + maximum, () -> new Decorrelated(least, most));
  }

  private static long maximumOf(Duration maximum, long leastNanos, String what, Duration least) {
    long nanos = Arguments.nanosPositive("maximum", maximum);
    if (nanos < leastNanos) {
      throw new IllegalArgumentException(
          "maximum must not be less than " + what + ": " + maximum + " and " + least);
    }
    return nanos;
  }

  /// With chance in each wait.
  ///
  /// @param jitter between which parts of a wait the number is drawn
  /// @return a schedule that ends when this one does
  /// @checkpoint never
  public Schedule withJitter(Jitter jitter) {
    Objects.requireNonNull(jitter, "jitter");
    return new Schedule(
        text + ", jitter " + jitter.least() + " to " + jitter.most(),
        () -> {
          Steps steps = begin();
          return clockwork -> {
            long nanos = steps.nextNanos(clockwork);
            return nanos == END ? END : jitter.applyTo(nanos);
          };
        });
  }

  /// Ends after so many attempts, the first included: `upTo(1)` never waits, `upTo(3)` waits twice.
  ///
  /// @param attempts at least 1
  /// @return a schedule that ends then, or when this one does
  /// @checkpoint never
  /// @throws IllegalArgumentException if `attempts` is less than 1
  public Schedule upTo(int attempts) {
    Arguments.atLeastOne("attempts", attempts);
    return new Schedule(
        text + ", up to " + attempts + (attempts == 1 ? " attempt" : " attempts"),
        () -> new Counted(begin(), attempts - 1));
  }

  /// Ends when the next attempt would begin later than `duration` after the first one began.
  ///
  /// It does not cut an attempt short: for that open a scope around the call.
  ///
  /// @param duration not negative
  /// @return a schedule that ends then, or when this one does
  /// @checkpoint never
  /// @throws IllegalArgumentException if `duration` is negative
  public Schedule atMost(Duration duration) {
    Arguments.nanosNotNegative("duration", duration);
    return new Schedule(
        text + ", at most " + duration,
        () -> {
          Steps steps = begin();
          return clockwork ->
              unlessAfter(clockwork.began().plus(duration), clockwork, steps.nextNanos(clockwork));
        });
  }

  /// Ends when the next attempt would begin later than `time`.
  ///
  /// @param time on the run's clock
  /// @return a schedule that ends then, or when this one does
  /// @checkpoint never
  public Schedule until(TrioTime time) {
    Objects.requireNonNull(time, "time");
    return new Schedule(
        text + ", until " + time,
        () -> {
          Steps steps = begin();
          return clockwork -> unlessAfter(time, clockwork, steps.nextNanos(clockwork));
        });
  }

  private static long unlessAfter(TrioTime last, Clockwork clockwork, long nanos) {
    return nanos == END || last.isBefore(clockwork.now().plus(Duration.ofNanos(nanos)))
        ? END
        : nanos;
  }

  /// Goes on with another schedule when this one has ended.
  ///
  /// The attempt this one ended with is the first of the other:
  /// `constant(a).upTo(3).andThen(constant(b).upTo(3))` makes five attempts, two waits of `a` and
  /// two of `b`.
  ///
  /// @param next begins where this one ends
  /// @return a schedule that ends when `next` does
  /// @checkpoint never
  public Schedule andThen(Schedule next) {
    Objects.requireNonNull(next, "next");
    return new Schedule(text + ", then " + next.text, () -> new OneThenOther(begin(), next));
  }

  /// Waits for the longer of two waits, and ends as soon as one of the two schedules does.
  ///
  /// @param other goes on at the same time
  /// @return a schedule that both agree to
  /// @checkpoint never
  public Schedule and(Schedule other) {
    Objects.requireNonNull(other, "other");
    return new Schedule(
        "(" + text + ") and (" + other.text + ")",
        () -> {
          Steps mine = begin();
          Steps others = other.begin();
          return clockwork -> {
            long a = mine.nextNanos(clockwork);
            long b = others.nextNanos(clockwork);
            return a == END || b == END ? END : Math.max(a, b);
          };
        });
  }

  /// Waits for the shorter of two waits, and ends when both schedules have.
  ///
  /// @param other goes on at the same time
  /// @return a schedule that one of the two agrees to
  /// @checkpoint never
  public Schedule or(Schedule other) {
    Objects.requireNonNull(other, "other");
    return new Schedule(
        "(" + text + ") or (" + other.text + ")",
        () -> {
          Steps mine = begin();
          Steps others = other.begin();
          return clockwork -> {
            long a = mine.nextNanos(clockwork);
            long b = others.nextNanos(clockwork);
            return a == END ? b : b == END ? a : Math.min(a, b);
          };
        });
  }

  /// The schedule from its beginning, for one call.
  Steps begin() {
    return beginning.get();
  }

  @Override
  public String toString() {
    return "Schedule[" + text + "]";
  }

  private static final class Growing implements Steps {
    private final double factor;
    private final long most;
    private double next;

    Growing(long first, double factor, long most) {
      this.factor = factor;
      this.most = most;
      next = first;
    }

    @Override
    public long nextNanos(Clockwork clockwork) {
      long nanos = (long) next;
      next = Math.min(next * factor, (double) most);
      return nanos;
    }
  }

  private static final class Decorrelated implements Steps {
    private final long least;
    private final long most;
    private double before;

    Decorrelated(long least, long most) {
      this.least = least;
      this.most = most;
      before = least;
    }

    @Override
    public long nextNanos(Clockwork clockwork) {
      before = Math.min((double) most, least + (before * 3 - least) * Jitter.nextFraction());
      return (long) before;
    }
  }

  private static final class Counted implements Steps {
    private final Steps steps;
    private int left;

    Counted(Steps steps, int waits) {
      this.steps = steps;
      left = waits;
    }

    @Override
    public long nextNanos(Clockwork clockwork) {
      if (left == 0) {
        return END;
      }
      left--;
      return steps.nextNanos(clockwork);
    }
  }

  private static final class OneThenOther implements Steps {
    private final Schedule next;
    private Steps steps;
    private boolean onSecond;

    OneThenOther(Steps first, Schedule next) {
      steps = first;
      this.next = next;
    }

    @Override
    public long nextNanos(Clockwork clockwork) {
      long nanos = steps.nextNanos(clockwork);
      if (nanos == END && !onSecond) {
        onSecond = true;
        steps = next.begin();
        nanos = steps.nextNanos(clockwork);
      }
      return nanos;
    }
  }
}
