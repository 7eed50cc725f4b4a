package io.trio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trio4j.ExceptionGroup.Handling;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExceptionGroupHandleTest {

  private final IOException reset = new IOException("reset");
  private final FileNotFoundException missing = new FileNotFoundException("missing");
  private final TimeoutException timeout = new TimeoutException("timeout");
  private final ExceptionGroup inner = ExceptionGroup.of("inner", timeout, missing);
  private final ExceptionGroup outer = ExceptionGroup.of("outer", reset, inner);

  private final List<Object> calls = new ArrayList<>();

  @Nested
  class A_handler {

    @Test
    void gets_all_leaves_of_its_type_at_once() {
      outer
          .handle(IOException.class, errors -> calls.add(errors))
          .handle(TimeoutException.class, errors -> calls.add(errors))
          .orThrowRest();

      assertThat(calls).containsExactly(List.of(reset, missing), List.of(timeout));
    }

    @Test
    void gets_only_what_earlier_ones_left() {
      Throwable rest =
          thrownBy(
              outer
                  .handle(FileNotFoundException.class, errors -> calls.add(errors))
                  .handle(IOException.class, errors -> calls.add(errors)));

      assertThat(calls).containsExactly(List.of(missing), List.of(reset));
      assertThat(((ExceptionGroup) rest).rootCauses()).containsExactly(timeout);
    }

    @Test
    void is_not_called_for_nothing() {
      outer
          .handle(Throwable.class, errors -> calls.add("all"))
          .handle(IOException.class, errors -> calls.add("none"))
          .orThrowRest();

      assertThat(calls).containsExactly("all");
    }

    @Test
    void does_not_run_before_the_end_of_the_chain() {
      Handling handling = outer.handle(Throwable.class, errors -> calls.add(errors));
      assertThat(calls).isEmpty();

      handling.orThrowRest();

      assertThat(calls).hasSize(1);
    }

    @Test
    void for_groups_is_refused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> outer.handle(ExceptionGroup.class, errors -> calls.add(errors)))
          .withMessage(
              "type must not be ExceptionGroup: handlers get the leaves, whichever group they are"
                  + " in");
    }
  }

  @Nested
  class The_rest {

    @Test
    void is_nothing_if_all_was_handled() {
      assertThatNoException()
          .isThrownBy(() -> outer.handle(Throwable.class, errors -> {}).orThrowRest());
    }

    @Test
    void is_the_group_itself_if_nothing_was_handled() {
      assertThat(thrownBy(outer.handle(ArithmeticException.class, errors -> {}))).isSameAs(outer);
    }

    @Test
    void is_nested_as_it_was() {
      Throwable rest = thrownBy(outer.handle(IOException.class, errors -> {}));

      assertThat(rest)
          .hasMessage("outer: 1 failure (ExceptionGroup)")
          .cause()
          .hasMessage("inner: 1 failure (TimeoutException)")
          .hasCause(timeout);
      assertThat(rest.getStackTrace()).isEqualTo(outer.getStackTrace());
    }
  }

  @Nested
  class A_handler_that_throws {

    private final IOException broken = new IOException("broken handler");

    @Test
    void has_its_exception_thrown_with_the_rest_and_what_it_was_given() {
      ExceptionGroup thrown =
          (ExceptionGroup)
              thrownBy(
                  outer.handle(
                      TimeoutException.class,
                      errors -> {
                        throw broken;
                      }));

      ExceptionGroup rest = (ExceptionGroup) thrown.errors().getFirst();
      assertThat(thrown)
          .hasMessage("outer: handlers failed: 2 failures (ExceptionGroup, IOException)");
      assertThat(rest.rootCauses()).containsExactly(reset, missing);
      assertThat(thrown.errors().getLast()).isSameAs(broken);
      assertThat(thrown.getSuppressed()[0]).isSameAs(broken);
      assertThat(((ExceptionGroup) thrown.getSuppressed()[1]).rootCauses())
          .containsExactly(timeout);
      assertThat(broken).hasNoCause().hasNoSuppressedExceptions();
    }

    @Test
    void does_not_keep_the_others_from_running() {
      ExceptionGroup thrown =
          (ExceptionGroup)
              thrownBy(
                  outer
                      .handle(
                          TimeoutException.class,
                          errors -> {
                            throw broken;
                          })
                      .handle(IOException.class, errors -> calls.add(errors)));

      assertThat(calls).containsExactly(List.of(reset, missing));
      assertThat(thrown.errors()).containsExactly(broken);
    }

    @Test
    void may_throw_a_failure_it_was_given() {
      Throwable thrown =
          thrownBy(
              outer.handle(
                  TimeoutException.class,
                  errors -> {
                    throw errors.getFirst();
                  }));

      assertThat(((ExceptionGroup) thrown).rootCauses()).containsExactly(reset, missing, timeout);
      assertThat(timeout).hasNoSuppressedExceptions();
      assertThat(((ExceptionGroup) thrown).tree()).contains("(shown above)");
    }

    @Test
    void may_throw_an_error() {
      StackOverflowError overflow = new StackOverflowError();

      Throwable thrown =
          thrownBy(
              outer.handle(
                  Throwable.class,
                  errors -> {
                    throw overflow;
                  }));

      assertThat(thrown).isInstanceOf(ExceptionGroup.class).hasCause(overflow);
    }
  }

  @Nested
  class A_handler_that_is_cancelled {

    private final Cancelled cancelled = ExceptionGroupTest.cancelled();

    @Test
    void has_the_cancelled_go_on_by_itself() {
      Throwable thrown =
          thrownBy(
              outer
                  .handle(
                      TimeoutException.class,
                      errors -> {
                        throw cancelled;
                      })
                  .handle(IOException.class, errors -> calls.add(errors)));

      assertThat(thrown).isSameAs(cancelled);
      assertThat(calls).hasSize(1);
    }

    @Test
    void has_the_failures_that_are_left_thrown_instead() {
      Throwable thrown =
          thrownBy(
              outer.handle(
                  TimeoutException.class,
                  errors -> {
                    throw cancelled;
                  }));

      assertThat(((ExceptionGroup) thrown).rootCauses()).containsExactly(reset, missing);
    }
  }

  private static Throwable thrownBy(Handling handling) {
    return catchThrowable(handling::orThrowRest);
  }
}
