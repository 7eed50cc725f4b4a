package io.trio4j.testing;

import io.trio4j.Action;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup.Branch;
import java.util.Optional;
import java.util.function.Consumer;

/// What a test expects to be thrown: one exception ([ExpectedError]) or a group ([ExpectedGroup]).
///
/// Immutable, so it can be kept in a constant. It needs no assertion library, and it is a
/// [Consumer], so that it can be handed to one, for example to AssertJ's `satisfies`:
///
/// {@snippet class="io.trio4j.snippets.ExpectedSnippets" region="assertj"}
///
/// @threadsafety immutable
/// @source Trio and pytest `RaisesGroup`, `RaisesExc`
/// @since 0.1
public abstract sealed class Expected implements Consumer<Throwable>
    permits ExpectedError, ExpectedGroup {
  Expected() {}

  /// Why `found` is not what is expected, without naming it again; empty if it is.
  abstract Optional<String> problem(Branch found);

  /// Says why an error is not what is expected.
  ///
  /// @param error what was thrown
  /// @return lines for people; empty if it is what is expected
  /// @checkpoint never
  public final Optional<String> mismatch(Throwable error) {
    Branch found = new Branch(error, "", "");
    return problem(found).map(why -> describe(found) + "\n" + indent(why));
  }

  /// Fails unless an error is what is expected.
  ///
  /// @param error what was thrown
  /// @checkpoint never
  /// @throws AssertionError saying which part did not match, with `error` as the cause
  public final void assertMatches(Throwable error) {
    mismatch(error)
        .ifPresent(why -> {
          throw new AssertionError("expected " + this + ", but:\n" + why, error);
        });
  }

  /// As [#assertMatches(Throwable)].
  ///
  /// @param error what was thrown
  /// @checkpoint never
  /// @throws AssertionError saying which part did not match
  @Override
  public final void accept(Throwable error) {
    assertMatches(error);
  }

  /// Runs `body` and fails unless it throws what is expected.
  ///
  /// A [Cancelled] goes through: it is on its way to a scope around, and no result.
  ///
  /// @param body run once
  /// @return what it threw
  /// @checkpoint never by itself
  /// @throws AssertionError if the body threw nothing, or something else
  public final Throwable assertThrownBy(Action<? extends Throwable> body) {
    try {
      body.run();
    } catch (Cancelled cancelled) {
      throw cancelled;
    } catch (Throwable thrown) { // returned, or the cause of what assertMatches throws
      assertMatches(thrown);
      return thrown;
    }
    throw new AssertionError("expected " + this + ", but nothing was thrown.");
  }

  /// The error with its type and message, and its task if that is known.
  static String describe(Branch found) {
    return found.error() + (found.task().isEmpty() ? "" : ", in " + found.task());
  }

  static String indent(String text) {
    return text.indent(2).stripTrailing();
  }
}
