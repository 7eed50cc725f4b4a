package io.trio4j.junit;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/// The fixtures of a test object and of those around it, and which of them a test needs.
final class Fixtures {
  private final Map<Type, Fixture> byType = new LinkedHashMap<>(); // inner ones hide outer ones
  private final List<Fixture> always = new ArrayList<>();

  private Fixtures() {}

  /// @param instances the test object last, those around it before
  static Fixtures of(List<Object> instances) {
    Fixtures all = new Fixtures();
    instances.forEach(all::addFrom);
    return all;
  }

  private void addFrom(Object instance) {
    Map<Type, Fixture> here = new LinkedHashMap<>();
    for (Method method :
        AnnotationSupport.findAnnotatedMethods(
            instance.getClass(), TrioFixture.class, HierarchyTraversalMode.TOP_DOWN)) {
      Fixture fixture = Fixture.of(method, instance);
      if (fixture.always()) {
        always.add(fixture);
      }
      fixture.type().ifPresent(type -> addOnce(type, fixture, here));
    }
    byType.putAll(here);
  }

  private static void addOnce(Type type, Fixture fixture, Map<Type, Fixture> here) {
    Fixture other = here.put(type, fixture);
    if (other != null) {
      throw Fixture.misuse(
          fixture.method(),
          "makes a "
              + type.getTypeName()
              + ", and so does "
              + other.method().getName()
              + ". A test asks by type: give one of them a type of its own, such as a record around"
              + " the value.");
    }
  }

  /// The fixture that makes what a parameter asks for.
  Optional<Fixture> forParameter(Parameter parameter) {
    return Optional.ofNullable(byType.get(Fixture.asked(parameter)));
  }

  /// Those that run always, those the test asks for, and those these ask for: in the order in which
  /// they are set up.
  Collection<Fixture> neededBy(Executable test) {
    Set<Fixture> needed = new LinkedHashSet<>();
    for (Fixture fixture : always) {
      add(fixture, needed, new LinkedHashSet<>());
    }
    addAsked(test, needed, new LinkedHashSet<>());
    return needed;
  }

  private void addAsked(Executable by, Set<Fixture> needed, Set<Fixture> path) {
    for (Parameter parameter : by.getParameters()) {
      forParameter(parameter).ifPresent(fixture -> add(fixture, needed, path));
    }
  }

  private void add(Fixture fixture, Set<Fixture> needed, Set<Fixture> path) {
    if (needed.contains(fixture)) {
      return;
    }
    if (!path.add(fixture)) {
      throw Fixture.misuse(
          fixture.method(),
          "needs itself: "
              + path.stream()
                  .map(at -> at.method().getName())
                  .collect(Collectors.joining(" needs "))
              + " needs "
              + fixture.method().getName()
              + ".");
    }
    addAsked(fixture.method(), needed, path);
    path.remove(fixture);
    needed.add(fixture);
  }
}
