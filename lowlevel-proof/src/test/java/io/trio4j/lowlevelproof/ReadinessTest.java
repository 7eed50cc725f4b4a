package io.trio4j.lowlevelproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.BrokenResourceException;
import io.trio4j.CancelScope;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.Trio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Not in deterministic mode: the network is outside of it.
class ReadinessTest {
  private static final int TRANSFER_BYTES = Mode.rounds(1 << 20);

  private Readiness readiness;
  private Pipe pipe;

  @BeforeEach
  void open() throws IOException {
    readiness = Readiness.open();
    pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    pipe.sink().configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    readiness.close();
    pipe.source().close();
    pipe.sink().close();
  }

  private static RunOptions options(RunMode mode) {
    return RunOptions.defaults().withMode(mode);
  }

  private byte readOne() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    assertThat(pipe.source().read(one)).isEqualTo(1);
    return one.get(0);
  }

  private void writeOne(int value) throws IOException {
    assertThat(pipe.sink().write(ByteBuffer.wrap(new byte[] {(byte) value}))).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
  void a_wait_ends_when_there_is_data(RunMode mode) throws Exception {
    Trio.<Exception>run(
        options(mode),
        () ->
            Nursery.run(nursery -> {
              Task<Byte> reader =
                  nursery.startSoon(() -> {
                    readiness.awaitReadable(pipe.source());
                    return readOne();
                  });
              readiness.awaitWritable(pipe.sink());
              writeOne(42);
              assertThat(reader.join()).isEqualTo((byte) 42);
            }));
  }

  @ParameterizedTest
  @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
  void a_cancelled_wait_leaves_the_channel_open_and_loses_no_data(RunMode mode) throws Exception {
    Trio.<Exception>run(
        options(mode),
        () ->
            Nursery.run(nursery -> {
              Task<?> reader = nursery.startSoon(() -> readiness.awaitReadable(pipe.source()));
              readiness.awaitWritable(pipe.sink()); // by then the reader is known, or never will be
              reader.cancel();
              assertThat(reader.joinOutcome()).isNotNull();
              writeOne(7);
              readiness.awaitReadable(pipe.source());
              assertThat(pipe.source().isOpen()).isTrue();
              assertThat(readOne()).isEqualTo((byte) 7);
            }));
  }

  @ParameterizedTest
  @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
  void bytes_arrive_whole_although_waits_are_cancelled_all_the_time(RunMode mode) throws Exception {
    CRC32 sent = new CRC32();
    CRC32 received = new CRC32();
    Trio.<Exception>run(
        options(mode),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() -> send(sent));
              nursery.startSoon(() -> receive(received));
            }));
    assertThat(received.getValue()).isEqualTo(sent.getValue());
  }

  private void send(CRC32 sum) throws IOException {
    Random random = new Random(1);
    int left = TRANSFER_BYTES;
    while (left > 0) {
      byte[] bytes = new byte[Math.min(left, 1 + random.nextInt(4096))];
      random.nextBytes(bytes);
      sum.update(bytes);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        cancelledNowAndThen(random, () -> readiness.awaitWritable(pipe.sink()));
        pipe.sink().write(buffer);
      }
      left -= bytes.length;
    }
    pipe.sink().close();
  }

  private void receive(CRC32 sum) throws IOException {
    Random random = new Random(2);
    ByteBuffer buffer = ByteBuffer.allocate(3000);
    int count;
    do {
      cancelledNowAndThen(random, () -> readiness.awaitReadable(pipe.source()));
      count = pipe.source().read(buffer.clear());
      sum.update(buffer.flip());
    } while (count >= 0);
  }

  /// Waits, but each time with somebody who may cancel the wait at any moment of it.
  private static void cancelledNowAndThen(Random random, io.trio4j.Action<RuntimeException> wait) {
    if (random.nextInt(4) > 0) {
      wait.run();
      return;
    }
    CancelScope over;
    do {
      over =
          CancelScope.run(scope ->
              Nursery.run(nursery -> {
                nursery.startSoon(() -> scope.cancel("now and then"));
                wait.run();
              }));
    } while (over.cancelledCaught() && random.nextBoolean());
    if (over.cancelledCaught()) {
      wait.run();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
  void a_second_reader_is_refused(RunMode mode) throws Exception {
    Trio.<Exception>run(
        options(mode),
        () ->
            Nursery.run(nursery -> {
              Task<?> first = nursery.startSoon(() -> readiness.awaitReadable(pipe.source()));
              Trio.checkpoint();
              CancelScope.failAfter(
                  java.time.Duration.ofSeconds(60), () -> awaitListed(pipe.source()));
              assertThatThrownBy(() -> readiness.awaitReadable(pipe.source()))
                  .isInstanceOf(BrokenResourceException.class)
                  .hasRootCauseMessage("another task waits for that");
              assertThat(first.isDone()).isFalse();
              writeOne(1);
            }));
  }

  /// Until the selector's thread has taken the wait over: it is done in order, so a wait that ends
  /// at once comes after it.
  private void awaitListed(Pipe.SourceChannel source) throws IOException {
    while (!source.isRegistered()) {
      readiness.awaitWritable(pipe.sink());
    }
    readiness.awaitWritable(pipe.sink());
  }

  @ParameterizedTest
  @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
  void who_waits_for_a_channel_is_told_when_it_is_closed(RunMode mode) throws Exception {
    Trio.<Exception>run(
        options(mode),
        () ->
            Nursery.run(nursery -> {
              nursery.startSoon(() ->
                  assertThatThrownBy(() -> readiness.awaitReadable(pipe.source()))
                      .isInstanceOf(BrokenResourceException.class));
              awaitListed(pipe.source());
              readiness.closing(pipe.source());
              pipe.source().close();
            }));
  }

  @Test
  void a_blocking_channel_is_refused() throws Exception {
    pipe.source().configureBlocking(true);
    Trio.<Exception>run(() ->
        assertThatThrownBy(() -> readiness.awaitReadable(pipe.source()))
            .isInstanceOf(BrokenResourceException.class)
            .hasCauseInstanceOf(IllegalBlockingModeException.class));
  }

  @ParameterizedTest
  @EnumSource(names = {"PARALLEL", "COOPERATIVE"})
  void closing_it_ends_those_who_wait_and_refuses_those_who_come(RunMode mode) {
    Trio.run(
        options(mode),
        () ->
            Nursery.run(nursery -> {
              for (int i = 0; i < 2; i++) {
                nursery.startSoon(() ->
                    assertThatThrownBy(() -> readiness.awaitReadable(pipe.source()))
                        .isInstanceOf(BrokenResourceException.class));
              }
              awaitListed(pipe.source());
              readiness.close();
              readiness.close();
            }));
    Trio.run(() ->
        assertThatThrownBy(() -> readiness.awaitReadable(pipe.source()))
            .isInstanceOf(BrokenResourceException.class)
            .hasMessage("the selector is closed."));
  }
}
