package io.trio4j.junit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.support.ParameterDeclaration;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// The parameters of a test, as parameter sources want to see them.
///
/// @param test the method
record TestDeclarations(Method test) implements ParameterDeclarations {
  private record Declaration(Parameter parameter, int index) implements ParameterDeclaration {
    @Override
    public AnnotatedElement getAnnotatedElement() {
      return parameter;
    }

    @Override
    public Class<?> getParameterType() {
      return parameter.getType();
    }

    @Override
    public int getParameterIndex() {
      return index;
    }

    @Override
    public Optional<String> getParameterName() {
      return parameter.isNamePresent() ? Optional.of(parameter.getName()) : Optional.empty();
    }
  }

  @Override
  public AnnotatedElement getSourceElement() {
    return test;
  }

  @Override
  public Optional<ParameterDeclaration> getFirst() {
    return get(0);
  }

  @Override
  public List<ParameterDeclaration> getAll() {
    Parameter[] all = test.getParameters();
    return IntStream.range(0, all.length)
        .<ParameterDeclaration>mapToObj(i -> new Declaration(all[i], i))
        .toList();
  }

  @Override
  public Optional<ParameterDeclaration> get(int parameterIndex) {
    List<ParameterDeclaration> all = getAll();
    return parameterIndex < all.size() ? Optional.of(all.get(parameterIndex)) : Optional.empty();
  }

  @Override
  public String getSourceElementDescription() {
    return "method [" + test.toGenericString() + "]";
  }
}
