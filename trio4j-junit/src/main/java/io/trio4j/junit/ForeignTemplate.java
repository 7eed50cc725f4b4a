package io.trio4j.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.TestTemplate;

/// Finds the annotation beside `@TrioTest` that makes a method a test template too:
/// `@RepeatedTest`, `@ParameterizedTest` or anybody's. Then that one says how often the test is
/// called.
final class ForeignTemplate {
  private ForeignTemplate() {}

  static Optional<Annotation> of(Method test) {
    return find(test, new HashSet<>());
  }

  private static Optional<Annotation> find(AnnotatedElement element, Set<Class<?>> seen) {
    for (Annotation annotation : element.getAnnotations()) {
      Class<? extends Annotation> type = annotation.annotationType();
      if (type == TrioTest.class || type.getName().startsWith("java.lang.") || !seen.add(type)) {
        continue;
      }
      if (type.isAnnotationPresent(TestTemplate.class)) {
        return Optional.of(annotation);
      }
      Optional<Annotation> inside = find(type, seen);
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }
}
