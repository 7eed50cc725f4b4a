package io.trio4j.junit;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;

/// A fixture method of a test object.
///
/// @param method the method
/// @param target the test object, or the one around it
/// @param type what it makes; empty if nobody can ask for it
/// @param always whether it is run unasked
record Fixture(Method method, Object target, Optional<Type> type, boolean always) {
  static Fixture of(Method method, Object target) {
    boolean always =
        AnnotationSupport.findAnnotation(method, TrioFixture.class)
            .map(TrioFixture::always)
            .orElse(false);
    Fixture fixture = new Fixture(method, target, madeType(method), always);
    if (!always && fixture.type.isEmpty()) {
      throw misuse(
          method,
          "makes nothing a test could ask for. Write what it makes as TestBody<…>, or let it run"
              + " around each test: @TrioFixture(always = true).");
    }
    return fixture;
  }

  private static Optional<Type> madeType(Method method) {
    List<Parameter> bodies =
        Arrays.stream(method.getParameters())
            .filter(parameter -> parameter.getType() == TestBody.class)
            .toList();
    if (bodies.size() != 1) {
      throw misuse(
          method,
          "has "
              + bodies.size()
              + " parameters of type TestBody. It needs one, to run the test with:"
              + " void server(TestBody<Server> test).");
    }
    return bodies.getFirst().getParameterizedType() instanceof ParameterizedType made
        ? Optional.of(made.getActualTypeArguments()[0])
            .filter(type -> type != Void.class && !(type instanceof WildcardType))
        : Optional.empty();
  }

  static ExtensionConfigurationException misuse(Method method, String what) {
    return new ExtensionConfigurationException(
        "@TrioFixture "
            + method.getName()
            + " of "
            + method.getDeclaringClass().getName()
            + " "
            + what);
  }

  /// The type a parameter asks for: that of fixtures is never primitive.
  static Type asked(Parameter parameter) {
    Class<?> type = parameter.getType();
    return type.isPrimitive()
        ? MethodType.methodType(type).wrap().returnType()
        : parameter.getParameterizedType();
  }

  @Override
  public String toString() {
    return "fixture " + method.getName();
  }
}
