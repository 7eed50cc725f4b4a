package io.trio4j.stress.lincheck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Runs scenarios under Lincheck's model checker.
///
/// A scenario is a public class with a public constructor; its `run` starts platform threads. What
/// threads share is in static fields, since Lincheck 3.7 does not see races on objects that are
/// held by captured variables only.
public final class Lincheck {
  private static final boolean NIGHT = Boolean.getBoolean("trio4j.night");
  private static final int SCHEDULES = NIGHT ? 20_000 : 300;
  private static final int ENOUGH_TO_FIND =
      5_000; // smaller: a bug may be missed; found ones stop earlier

  private Lincheck() {}

  /// Tries schedules of a right program, at night many.
  public static void check(Class<? extends Runnable> scenario) {
    try {
      explore(scenario.getConstructor().newInstance(), SCHEDULES);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(scenario + " can't be made. It must be public.", e);
    }
  }

  /// Tries schedules of a wrong program until one shows it.
  public static void checkFinds(Bug bug, Class<? extends Runnable> scenario) {
    Runnable twin = new Planted(bug).load(scenario);
    assertThatThrownBy(() -> explore(twin, ENOUGH_TO_FIND))
        .as("%s, in %s", bug, scenario.getSimpleName())
        .isInstanceOf(org.jetbrains.lincheck.LincheckAssertionError.class);
  }

  private static void explore(Runnable scenario, int schedules) {
    initialise(scenario, "io.trio4j.Cancelled");
    org.jetbrains.lincheck.Lincheck.runConcurrentTest(schedules, scenario);
  }

  /// Before each schedule Lincheck sets static fields back to what they were before the first one,
  /// but classes stay initialised: what an initialiser writes elsewhere has to be there from the
  /// start.
  private static void initialise(Runnable scenario, String className) {
    String name = scenario.getClass().getName();
    String world = name.substring(0, name.indexOf("io.trio4j."));
    try {
      Class.forName(world + className);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
