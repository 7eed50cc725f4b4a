package io.trio4j.internal.run;

import static io.trio4j.internal.run.InVirtualTime.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Startable;
import io.trio4j.Trio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nurseries with services, children, cancels and failures, drawn at random: whatever comes, all
 * that was started has ended, services last and the newest first, and nothing thrown is lost.
 */
class ServicesRandomTest {
  private static final int PROGRAMS = 400;

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void whatever_comes_all_ends_in_order_and_nothing_is_lost(RunMode mode) {
    List<String> wrong = new ArrayList<>();
    int failures = 0;
    int services = 0;
    for (int seed = 0; seed < PROGRAMS; seed++) {
      Program program = new Program(seed, mode != RunMode.PARALLEL);
      program.run(RunOptions.defaults().withMode(mode).withSeed(seed).withClock(new JumpClock()));
      for (String line : program.wrong) {
        wrong.add("seed " + seed + ": " + line);
      }
      failures += program.thrown.size();
      services += program.order.size();
    }

    assertThat(wrong).isEmpty();
    assertThat(failures).as("failures planted").isGreaterThan(PROGRAMS / 2);
    assertThat(services).as("services started").isGreaterThan(2 * PROGRAMS);
  }

  /** One nursery and all that happens in it. */
  private static final class Program {
    private final Random random;
    private final boolean ordered; // a start and its note in `order` are one step
    final List<String> wrong = new ArrayList<>(); // guarded by this
    final List<Integer> order = new ArrayList<>(); // guarded by this; services by their start
    final List<Throwable> thrown = new ArrayList<>(); // guarded by this
    private final Set<Integer> living = new HashSet<>(); // guarded by this; services
    private final Set<Integer> early = new HashSet<>(); // guarded by this; started before the end
    private @Nullable Throwable
        ofBody; // guarded by this; first or last in a group, whenever it was
    private int users; // guarded by this; body and children
    private int winding = -1; // guarded by this; the service that was cancelled
    private int lastService; // guarded by this

    Program(int seed, boolean ordered) {
      random = new Random(seed);
      this.ordered = ordered;
    }

    void run(RunOptions options) {
      Throwable out = null;
      int outerSeconds = 1 + draw(8);
      boolean outerCancels = draw(4) == 0;
      try {
        Trio.run(
            options,
            () ->
                CancelScope.run(outer -> {
                  if (outerCancels) {
                    outer.setTimeout(Duration.ofSeconds(outerSeconds));
                  }
                  Nursery.run(this::body);
                }));
      } catch (Throwable t) { // looked at below
        out = t;
      }
      check(out);
    }

    private void check(@Nullable Throwable out) {
      ensure(living.isEmpty(), "services that did not end: " + living);
      ensure(users == 0, "children that did not end: " + users);
      List<Throwable> told = out instanceof ExceptionGroup group ? group.errors() : List.of();
      ensure(out == null || out instanceof ExceptionGroup, "came out: " + out);
      ensure(same(told, thrown), "told " + told + " of " + thrown);
      if (ordered) {
        List<Throwable> inOrder = new ArrayList<>(thrown);
        List<Throwable> toldOrder = new ArrayList<>(told);
        inOrder.remove(ofBody);
        toldOrder.remove(ofBody);
        ensure(toldOrder.equals(inOrder), "told in another order: " + told + ", not " + thrown);
      }
    }

    private static boolean same(List<Throwable> some, List<Throwable> others) {
      Set<Throwable> all = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
      all.addAll(some);
      return some.size() == others.size() && all.containsAll(others);
    }

    private void body(Nursery nursery) throws Exception {
      begin();
      try {
        int steps = 1 + draw(8);
        for (int i = 0; i < steps; i++) {
          step(nursery, 2);
        }
      } catch (IllegalStateException planted) {
        synchronized (this) {
          ofBody = planted;
        }
        throw planted;
      } finally {
        end();
      }
    }

    private void step(Nursery nursery, int depth) throws Exception {
      switch (draw(10)) {
        case 0, 1, 2 -> plainService(nursery, depth);
        case 3, 4 -> readyService(nursery, depth);
        case 5, 6 -> child(nursery, depth);
        case 7 -> sleep(1 + draw(3));
        case 8 -> disturb(nursery);
        default -> Trio.checkpoint();
      }
    }

    private void disturb(Nursery nursery) {
      switch (draw(4)) {
        case 0 -> nursery.cancel();
        case 1 -> nursery.cancelGracefully(Duration.ofSeconds(draw(3)));
        case 2 -> throw planted("a step");
        default -> Trio.checkpoint();
      }
    }

    private void child(Nursery nursery, int depth) {
      int steps = depth == 0 ? 0 : draw(3);
      int seconds = draw(4);
      boolean fails = draw(6) == 0;
      begin();
      nursery.startSoon(() -> {
        try {
          sleep(seconds);
          for (int i = 0; i < steps; i++) {
            step(nursery, depth - 1);
          }
          if (fails) {
            throw planted("a child");
          }
        } finally {
          end();
        }
      });
    }

    private void plainService(Nursery nursery, int depth) {
      ServicePlan plan = plan(depth);
      int number = number();
      synchronized (this) {
        enlist(number);
      }
      nursery.startService(() -> serve(nursery, number, plan));
    }

    private void readyService(Nursery nursery, int depth) throws Exception {
      ServicePlan plan = plan(depth);
      int number = number();
      int before = draw(3);
      Startable<Integer> startable =
          status -> {
            sleep(before);
            synchronized (this) {
              enlist(number); // refused ones leave again below
            }
            boolean refused = true;
            try {
              status.started(number);
              refused = !io.trio4j.Task.current().isService();
            } finally {
              if (refused) {
                delist(number);
              }
            }
            if (!refused) {
              serve(nursery, number, plan);
            }
          };
      nursery.startService(startable);
    }

    private record ServicePlan(
        int seconds,
        boolean endsItself,
        boolean fails,
        int cleanup,
        boolean failsAtEnd,
        int starts) {}

    private ServicePlan plan(int depth) {
      return new ServicePlan(
          draw(6),
          draw(4) == 0,
          draw(8) == 0,
          draw(3),
          draw(6) == 0,
          depth > 0 && draw(3) == 0 ? 1 : 0);
    }

    private void serve(Nursery nursery, int number, ServicePlan plan) {
      boolean cancelled = false;
      try {
        for (int i = 0; i < plan.starts; i++) {
          plainService(nursery, 0);
        }
        sleep(plan.seconds);
        if (plan.fails) {
          throw planted("a service");
        }
        if (!plan.endsItself) {
          Trio.sleepForever();
        }
      } catch (Cancelled c) {
        cancelled = true;
        sawCancel(number);
        CancelScope.shielded(() -> sleep(plan.cleanup));
        if (plan.failsAtEnd) {
          throw planted("a service on its way out");
        }
        throw c;
      } finally {
        gone(number, cancelled);
      }
    }

    // What is asked for at each step

    private synchronized void sawCancel(int number) {
      ensure(users == 0, "service " + number + " was cancelled before " + users + " users ended");
      ensure(winding < 0, "service " + number + " was cancelled while " + winding + " ended");
      winding = number;
      if (ordered) {
        int mine = order.indexOf(number);
        for (int other : living) { // one that was started meanwhile may be newer
          ensure(
              order.indexOf(other) <= mine || !early.contains(other),
              "service " + number + " was cancelled before " + other + ", which is newer");
        }
      }
    }

    private synchronized void gone(int number, boolean cancelled) {
      living.remove(number);
      if (cancelled) {
        winding = -1;
      }
    }

    private synchronized int number() {
      return ++lastService;
    }

    private void enlist(int number) {
      order.add(number);
      living.add(number);
      if (users > 0) {
        early.add(number);
      }
    }

    private synchronized void delist(int number) {
      order.removeIf(other -> other == number);
      living.remove(number);
    }

    private synchronized void begin() {
      users++;
    }

    private synchronized void end() {
      users--;
    }

    private synchronized RuntimeException planted(String where) {
      RuntimeException error = new IllegalStateException("planted in " + where);
      thrown.add(error);
      return error;
    }

    private synchronized void ensure(boolean holds, String what) {
      if (!holds) {
        wrong.add(what);
      }
    }

    private synchronized int draw(int bound) {
      return random.nextInt(bound);
    }
  }
}
