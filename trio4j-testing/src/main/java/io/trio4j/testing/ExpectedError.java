package io.trio4j.testing;

import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// One exception that a test expects: its type, and whatever else is said of it.
///
/// {@snippet class="io.trio4j.snippets.ExpectedSnippets" region="error"}
///
/// @param <E> the type
/// @threadsafety immutable
/// @since 0.1
public final class ExpectedError<E extends Throwable> extends Expected {
  /// One thing that must hold beside the type.
  private interface Condition<E> {
    /// Why it does not hold; empty if it does.
    Optional<String> mismatch(E error, Branch found);
  }

  private final Class<E> type;
  private final String text; // of this for people
  private final List<Condition<? super E>> conditions;

  private ExpectedError(Class<E> type, String text, List<Condition<? super E>> conditions) {
    this.type = type;
    this.text = text;
    this.conditions = conditions;
  }

  /// Expects an exception of a type, or of a subtype.
  ///
  /// @param <E> the type
  /// @param type no group: [ExpectedGroup] is for those
  /// @return an expectation that can be made narrower
  /// @checkpoint never
  /// @throws IllegalArgumentException for ExceptionGroup and [Cancelled]
  public static <E extends Throwable> ExpectedError<E> error(Class<E> type) {
    if (type.equals(ExceptionGroup.class)) {
      throw new IllegalArgumentException(
          "type must not be ExceptionGroup: say what is in it with ExpectedGroup.group(…)");
    }
    if (type.equals(Cancelled.class)) {
      throw new IllegalArgumentException(
          "type must not be Cancelled: let it go on, and ask its scope for cancelledCaught()");
    }
    return new ExpectedError<>(type, type.getSimpleName(), List.of());
  }

  /// Of a group itself: its members are the business of ExpectedGroup.
  static ExpectedError<ExceptionGroup> ofGroup() {
    return new ExpectedError<>(ExceptionGroup.class, "ExceptionGroup", List.of());
  }

  private ExpectedError<E> with(String more, Condition<? super E> condition) {
    List<Condition<? super E>> all = new ArrayList<>(conditions);
    all.add(condition);
    String joined = conditions.isEmpty() ? " with " : " and ";
    return new ExpectedError<>(type, text + joined + more, List.copyOf(all));
  }

  /// And exactly this message.
  ///
  /// @param message what `getMessage()` must equal
  /// @return a narrower expectation
  /// @checkpoint never
  public ExpectedError<E> message(String message) {
    return with(
        "message \"" + message + "\"",
        (error, _) -> messageMismatch(error, message.equals(error.getMessage())));
  }

  /// And a message that contains a text.
  ///
  /// @param part what `getMessage()` must contain
  /// @return a narrower expectation
  /// @checkpoint never
  public ExpectedError<E> messageContaining(String part) {
    return with(
        "a message containing \"" + part + "\"",
        (error, _) -> {
          String message = error.getMessage();
          return messageMismatch(error, message != null && message.contains(part));
        });
  }

  private static Optional<String> messageMismatch(Throwable error, boolean holds) {
    String message = error.getMessage();
    return holds
        ? Optional.empty()
        : Optional.of(message == null ? "it has no message" : "its message is \"" + message + "\"");
  }

  /// And a cause.
  ///
  /// @param cause what `getCause()` must be
  /// @return a narrower expectation
  /// @checkpoint never
  public ExpectedError<E> cause(Expected cause) {
    return with(
        "cause " + cause,
        (error, _) -> {
          Throwable actual = error.getCause();
          return actual == null
              ? Optional.of("it has no cause")
              : cause.mismatch(actual).map(why -> "its cause does not fit:\n" + indent(why));
        });
  }

  /// And thrown in a task, as far as the group that holds it tells.
  ///
  /// @param path of the task, such as `main/crawl/page-17`
  /// @return a narrower expectation
  /// @checkpoint never
  public ExpectedError<E> inTask(String path) {
    return with(
        "task " + path,
        (_, found) ->
            found.task().equals(path)
                ? Optional.empty()
                : Optional.of(
                    found.task().isEmpty()
                        ? "its task is not known"
                        : "it was thrown in " + found.task()));
  }

  /// And whatever else can be asked.
  ///
  /// @param description completes "… with", for messages: "code 404"
  /// @param test true for what is expected; what it throws fails the test
  /// @return a narrower expectation
  /// @checkpoint never
  public ExpectedError<E> where(String description, Predicate<? super E> test) {
    Objects.requireNonNull(test, "test");
    return with(
        description,
        (error, _) ->
            test.test(error) ? Optional.empty() : Optional.of("it is not with " + description));
  }

  @Override
  Optional<String> problem(Branch found) {
    if (!type.isInstance(found.error())) {
      return Optional.of("it is no " + type.getSimpleName());
    }
    E error = type.cast(found.error());
    List<String> problems =
        conditions.stream()
            .flatMap(condition -> condition.mismatch(error, found).stream())
            .toList();
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", problems));
  }

  @Override
  public String toString() {
    return text;
  }
}
