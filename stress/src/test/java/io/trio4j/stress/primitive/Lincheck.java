package io.trio4j.stress.primitive;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/// Runs [Trial]s under Lincheck's model checker.
///
/// They go through its mode for data structures, as scenarios of our own that are validated and not
/// compared with a specification. Its general mode (`runConcurrentTest`) tells the same, at ten
/// times the cost.
public final class Lincheck {
  private static final boolean NIGHT = Boolean.getBoolean("trio4j.night");
  private static final int SCHEDULES = NIGHT ? 5_000 : 150;
  private static final int ENOUGH_TO_FIND = 5_000; // a bug that is found ends the search

  /// What Lincheck says if a thread does not come back to it: that is no finding. Where all threads
  /// wait for each other it says something else.
  private static final String LOST = "see the thread dump";

  private Lincheck() {}

  /// What to test: each class that is looked at costs Lincheck seconds, so not all of it by day.
  public static <T> Stream<T> selected(List<T> always, List<T> atNight) {
    return NIGHT ? Stream.concat(always.stream(), atNight.stream()) : always.stream();
  }

  /// Tries schedules of a right program, at night many.
  public static void check(Class<? extends Trial> trial) {
    explore(trial, SCHEDULES);
  }

  /// Tries schedules of a wrong program until one shows it.
  public static void checkFinds(Bug bug, Class<? extends Trial> trial) {
    Class<?> twin = new Planted(bug).load(trial);
    assertThatThrownBy(() -> explore(twin, ENOUGH_TO_FIND))
        .as("%s, in %s", bug, trial.getSimpleName())
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageNotContainingAny(LOST);
  }

  private static void explore(Class<?> trial, int schedules) {
    initialise(trial, "io.trio4j.Cancelled");
    new ModelCheckingOptions()
        .iterations(0)
        .addCustomScenario(scenario(trial))
        .invocationsPerIteration(schedules)
        .minimizeFailedScenario(false)
        .verifier(EpsilonVerifier.class)
        .check(trial);
  }

  /// Between schedules Lincheck sets static fields back to what they were before the first one, but
  /// classes stay initialised: what an initialiser writes elsewhere has to be there from the start.
  private static void initialise(Class<?> trial, String className) {
    String name = trial.getName();
    String world = name.substring(0, name.indexOf("io.trio4j."));
    try {
      Class.forName(world + className);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ExecutionScenario scenario(Class<?> trial) {
    try {
      List<List<Actor>> threads = new ArrayList<>();
      threads.add(one(trial.getMethod("runFirst")));
      threads.add(one(trial.getMethod("runSecond")));
      if (hasThird(trial)) {
        threads.add(one(trial.getMethod("runThird")));
      }
      Actor validation = new Actor(trial.getMethod("validate"), List.of());
      return new ExecutionScenario(List.of(), threads, List.of(), validation);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Actor> one(Method operation) {
    return List.of(new Actor(operation, List.of()));
  }

  private static boolean hasThird(Class<?> trial) {
    for (Class<?> at = trial; !at.getSimpleName().equals("Trial"); at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (method.getName().equals("third")) {
          return true;
        }
      }
    }
    return false;
  }
}
