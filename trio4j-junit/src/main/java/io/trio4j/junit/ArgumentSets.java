package io.trio4j.junit;

import java.lang.annotation.Annotation;
import java.lang.annotation.Repeatable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.commons.support.conversion.ConversionSupport;

/// Calls the parameter sources of a test: `@ValueSource`, `@MethodSource` and all others.
///
/// JUnit's own `@ParameterizedTest` can't be multiplied by something else: the invocations of two
/// templates on one method follow each other. So the sources, which are public, are called here,
/// and the arguments handed out with each mode and seed. This class needs junit-jupiter-params and
/// is not loaded where that is missing.
final class ArgumentSets {
  /// A source annotation, or none for a plain `@ArgumentsSource`, and who provides for it.
  private record Source(
      Class<? extends ArgumentsProvider> provider, Optional<Annotation> annotation) {}

  private final Method test;
  private final ExtensionContext context;
  private final List<Source> sources = new ArrayList<>();

  private ArgumentSets(Method test, ExtensionContext context) {
    this.test = test;
    this.context = context;
    collect(test.getAnnotations(), new HashSet<>());
  }

  /// The arguments of each call.
  ///
  /// @return empty if the test has no parameter source
  static Optional<List<ArgumentSet>> of(Method test, ExtensionContext context) {
    ArgumentSets sets = new ArgumentSets(test, context);
    if (sets.sources.isEmpty()) {
      return Optional.empty();
    }
    List<ArgumentSet> all = sets.sources.stream().flatMap(sets::call).toList();
    if (all.isEmpty()) {
      throw new ExtensionConfigurationException(
          "@TrioTest "
              + test.getName()
              + ": its parameter sources give no arguments, so it would never run.");
    }
    return Optional.of(all);
  }

  private void collect(Annotation[] annotations, Set<Class<?>> seen) {
    for (Annotation annotation : annotations) {
      Class<? extends Annotation> type = annotation.annotationType();
      ArgumentsSource[] direct = type.getAnnotationsByType(ArgumentsSource.class);
      if (annotation instanceof ArgumentsSource source) {
        sources.add(new Source(source.value(), Optional.empty()));
      } else if (direct.length > 0) {
        for (ArgumentsSource source : direct) {
          sources.add(new Source(source.value(), Optional.of(annotation)));
        }
      } else {
        Annotation[] repeated = repeated(annotation);
        if (repeated.length > 0) {
          collect(repeated, seen);
        } else if (!type.getName().startsWith("java.lang.") && seen.add(type)) {
          collect(type.getAnnotations(), seen); // one composed of others
        }
      }
    }
  }

  /// What a container of repeated annotations holds; nothing if it is none.
  private static Annotation[] repeated(Annotation container) {
    Optional<Method> value =
        ReflectionSupport.findMethod(container.annotationType(), "value", "")
            .filter(method -> isRepeatedIn(method, container));
    return value.isPresent()
            && ReflectionSupport.invokeMethod(value.get(), container) instanceof Annotation[] all
        ? all
        : new Annotation[0];
  }

  private static boolean isRepeatedIn(Method value, Annotation container) {
    Class<?> type = value.getReturnType().getComponentType();
    Repeatable repeatable = type == null ? null : type.getAnnotation(Repeatable.class);
    return repeatable != null && repeatable.value() == container.annotationType();
  }

  private Stream<ArgumentSet> call(Source source) {
    ArgumentsProvider provider = ReflectionSupport.newInstance(source.provider());
    source.annotation().ifPresent(annotation -> accept(provider, annotation));
    try {
      return provider.provideArguments(new TestDeclarations(test), context).map(this::set);
    } catch (Exception e) {
      throw new ExtensionConfigurationException(
          "@TrioTest " + test.getName() + ": " + source.provider().getSimpleName() + " failed", e);
    }
  }

  @SuppressWarnings("unchecked") // a source is for the annotation that names it
  private static void accept(ArgumentsProvider provider, Annotation annotation) {
    if (provider instanceof AnnotationConsumer<?> consumer) {
      ((AnnotationConsumer<Annotation>) consumer).accept(annotation);
    }
  }

  private ArgumentSet set(Arguments arguments) {
    List<@Nullable Object> given = Arrays.asList(arguments.get());
    int count = Math.min(given.size(), test.getParameterCount());
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(converted(given.get(i), test.getParameterTypes()[i]));
    }
    String text =
        arguments instanceof Arguments.ArgumentSet named
            ? named.getName()
            : given.stream().map(ArgumentSets::text).collect(Collectors.joining(", "));
    return new ArgumentSet(text, Collections.unmodifiableList(values));
  }

  private static @Nullable Object converted(@Nullable Object given, Class<?> type) {
    Object value = given instanceof Named<?> named ? named.getPayload() : given;
    return value instanceof String text && type != String.class && !type.isInstance(text)
        ? ConversionSupport.convert(text, type, type.getClassLoader())
        : value;
  }

  private static String text(@Nullable Object given) {
    return given instanceof Named<?> named ? named.getName() : String.valueOf(given);
  }
}
