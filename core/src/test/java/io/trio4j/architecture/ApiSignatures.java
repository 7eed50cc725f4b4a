package io.trio4j.architecture;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Public types as text, one signature a line: what a change of the API looks like in a review.
final class ApiSignatures {

  /// Overriding these changes no signature.
  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

  private ApiSignatures() {}

  /// The types, sorted by name, each with its members and then its nested types.
  static List<String> of(Collection<Class<?>> types) {
    List<String> lines = new ArrayList<>();
    types.stream()
        .sorted((a, b) -> a.getName().compareTo(b.getName()))
        .forEach(type -> addType(type, lines));
    return lines;
  }

  private static void addType(Class<?> type, List<String> lines) {
    lines.add(header(type));
    TreeSet<String> members = new TreeSet<>();
    addMembers(type, members);
    members.forEach(member -> lines.add("  " + member));
    lines.addAll(
        of(
            Arrays.stream(type.getDeclaredClasses())
                .filter(nested -> isVisible(nested.getModifiers()))
                .toList()));
  }

  private static String header(Class<?> type) {
    String text = modifiers(type.getModifiers() & ~impliedBy(type));
    text +=
        (type.isSealed() ? "sealed " : "")
            + kind(type)
            + " "
            + type.getName()
            + typeParameters(type.getTypeParameters());
    if (type.isRecord()) {
      text += components(type);
    }
    AnnotatedType superclass = type.getAnnotatedSuperclass();
    if (superclass != null && superclass.getType() != Object.class && !type.isRecord()) {
      text += " extends " + name(superclass);
    }
    if (type.getInterfaces().length > 0) {
      text += type.isInterface() ? " extends " : " implements ";
      text += names(type.getAnnotatedInterfaces());
    }
    if (type.isSealed()) {
      text += " permits ";
      text +=
          Arrays.stream(type.getPermittedSubclasses())
              .map(Class::getName)
              .sorted()
              .collect(Collectors.joining(", "));
    }
    return text;
  }

  private static int impliedBy(Class<?> type) {
    return type.isInterface() || type.isRecord() || type.isEnum()
        ? Modifier.ABSTRACT | Modifier.STATIC | Modifier.FINAL
        : 0;
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "@interface";
    }
    if (type.isInterface()) {
      return "interface";
    }
    if (type.isEnum()) {
      return "enum";
    }
    return type.isRecord() ? "record" : "class";
  }

  private static String components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(ApiSignatures::component)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String component(RecordComponent component) {
    return name(component.getAnnotatedType()) + " " + component.getName();
  }

  /// What a hidden superclass declares is visible through its visible subclass, so it is listed.
  private static void addMembers(Class<?> type, Collection<String> members) {
    Stream.of(type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
        .flatMap(Arrays::stream)
        .filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
        .filter(member -> !OF_EVERY_OBJECT.contains(member.getName()))
        .map(ApiSignatures::memberText)
        .forEach(members::add);
    Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
        .filter(parent -> !isVisible(parent.getModifiers()))
        .forEach(parent -> addMembers(parent, members));
  }

  private static String memberText(Member member) {
    return switch (member) {
      case Field field ->
          modifiers(field.getModifiers()) + name(field.getAnnotatedType()) + " " + field.getName();
      case Constructor<?> made ->
          modifiers(made.getModifiers())
              + typeParameters(made.getTypeParameters(), " ")
              + made.getDeclaringClass().getSimpleName()
              + signature(made);
      case Method method ->
          modifiers(method.getModifiers())
              + (method.isDefault() ? "default " : "")
              + typeParameters(method.getTypeParameters(), " ")
              + name(method.getAnnotatedReturnType())
              + " "
              + method.getName()
              + signature(method);
      default -> throw new IllegalArgumentException("a member of an unknown kind: " + member);
    };
  }

  private static String signature(Executable executable) {
    String parameters = names(executable.getAnnotatedParameterTypes());
    if (executable.isVarArgs()) {
      parameters = parameters.substring(0, parameters.lastIndexOf('[')).stripTrailing() + "...";
    }
    AnnotatedType[] thrown = executable.getAnnotatedExceptionTypes();
    return "(" + parameters + ")" + (thrown.length == 0 ? "" : " throws " + names(thrown));
  }

  private static String typeParameters(TypeVariable<?>[] variables, String after) {
    return variables.length == 0 ? "" : typeParameters(variables) + after;
  }

  private static String typeParameters(TypeVariable<?>[] variables) {
    if (variables.length == 0) {
      return "";
    }
    return Arrays.stream(variables)
        .map(ApiSignatures::typeParameter)
        .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String typeParameter(TypeVariable<?> variable) {
    String bounds =
        Arrays.stream(variable.getAnnotatedBounds())
            .map(ApiSignatures::name)
            .collect(Collectors.joining(" & "));
    return variable.getName() + (bounds.equals("Object") ? "" : " extends " + bounds);
  }

  private static String names(AnnotatedType[] types) {
    return Arrays.stream(types).map(ApiSignatures::name).collect(Collectors.joining(", "));
  }

  private static String name(AnnotatedType type) {
    return type.toString()
        .replace("@org.jspecify.annotations.Nullable()", "@Nullable")
        .replaceAll("\\bjava\\.lang\\.(?=[A-Z@])", "");
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String modifiers(int modifiers) {
    int shown =
        modifiers
            & (Modifier.PUBLIC
                | Modifier.PROTECTED
                | Modifier.STATIC
                | Modifier.ABSTRACT
                | Modifier.FINAL);
    return shown == 0 ? "" : Modifier.toString(shown) + " ";
  }
}
