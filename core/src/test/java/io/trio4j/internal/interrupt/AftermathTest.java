package io.trio4j.internal.interrupt;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.ExceptionGroup;
import io.trio4j.TaskInterruptedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLockInterruptionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AftermathTest {
  static Stream<Throwable> ours() {
    return Stream.of(
        new InterruptedException(),
        new ClosedByInterruptException(),
        new AsynchronousCloseException(),
        new ClosedChannelException(),
        new FileLockInterruptionException(),
        new SocketException("Closed by interrupt"),
        new InterruptedIOException(),
        new ExecutionException(new InterruptedException()),
        new UncheckedIOException(new ClosedByInterruptException()),
        new IllegalStateException(new RuntimeException(new InterruptedException())));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void an_interrupt_can_have_caused(Throwable thrown) {
    assertThat(Aftermath.isOurs(thrown)).isTrue();
  }

  static Stream<Throwable> others() {
    return Stream.of(
        new IOException("broken"),
        new SocketTimeoutException("Read timed out"),
        new ConnectException("Connection refused"),
        new BindException("Address already in use"),
        new IllegalStateException("none"),
        new AssertionError("none"),
        new TaskInterruptedException("somebody else's", new InterruptedException()),
        ExceptionGroup.of("members", new InterruptedException()),
        new IllegalStateException(ExceptionGroup.of("members", new InterruptedException())));
  }

  @ParameterizedTest
  @MethodSource("others")
  void an_interrupt_has_not_caused(Throwable thrown) {
    assertThat(Aftermath.isOurs(thrown)).isFalse();
  }

  @Test
  void causes_that_go_round_are_followed_for_a_while_only() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);

    assertThat(Aftermath.isOurs(first)).isFalse();
  }

  @Test
  void a_throwable_that_cannot_tell_its_cause_is_judged_by_itself() {
    Throwable rude =
        new RuntimeException("rude") {
          private static final long serialVersionUID = 1L;

          @Override
          public synchronized Throwable getCause() {
            throw new IllegalStateException("no");
          }
        };

    assertThat(Aftermath.isOurs(rude)).isFalse();
  }
}
