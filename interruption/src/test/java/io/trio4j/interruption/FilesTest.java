package io.trio4j.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.interruption.harness.Call;
import io.trio4j.interruption.harness.Code;
import io.trio4j.interruption.harness.Ending;
import io.trio4j.interruption.harness.Facts;
import io.trio4j.interruption.harness.InEachMode;
import io.trio4j.interruption.harness.Probe;
import io.trio4j.interruption.harness.Shows;
import io.trio4j.interruption.harness.Until;
import io.trio4j.interruption.harness.When;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  private static final String TEXT = "0123456789";

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void write_a_file() throws IOException {
    file = Files.writeString(folder.resolve("some.txt"), TEXT);
  }

  @InEachMode
  @Shows(Call.FILE_STREAMS)
  void streams_with_the_flag_set(RunMode mode, Facts facts) throws Exception {
    Path copy = folder.resolve("copy.txt");
    Code use =
        () -> {
          Probe.waitAndKeepTheFlag();
          Files.copy(file, copy);
          Files.writeString(file, Files.readString(file) + "!");
          try (InputStream in = new FileInputStream(copy.toFile())) {
            assertThat(in.read()).isEqualTo('0');
          }
        };

    Ending ending = Probe.cancel(mode, Probe.asleep(), use);

    assertThat(ending).isEqualTo(new Ending.Returned());
    assertThat(file).hasContent(TEXT + "!");
    assertThat(copy).hasContent(TEXT);
    facts.plain(ending);
    facts.left("nothing: they don't look at the flag");
  }

  @InEachMode
  @Shows(Call.FILE_CHANNEL)
  void a_channel_with_the_flag_set(RunMode mode, Facts facts) throws Exception {
    facts.plain(closedBy(mode, channel -> channel.read(ByteBuffer.allocate(1))));
    facts.plain(closedBy(mode, channel -> channel.write(ByteBuffer.allocate(1))));
    facts.left("the channel is closed, for everybody who shares it");
  }

  /// Uses a channel with the flag set.
  private Ending closedBy(RunMode mode, Use use) throws Exception {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Code code =
          () -> {
            Probe.waitAndKeepTheFlag();
            use.use(channel);
          };

      Ending ending = Probe.cancel(mode, Probe.asleep(), code);

      assertThat(ending.stoppedBy()).isInstanceOf(ClosedByInterruptException.class);
      assertThat(channel.isOpen()).isFalse();
      return ending;
    }
  }

  /// Something that one does with a channel.
  private interface Use {
    void use(FileChannel channel) throws IOException;
  }

  @InEachMode
  @Shows(Call.FILE_CHANNEL)
  void lines_with_the_flag_set(RunMode mode, Facts facts) throws Exception {
    Code read =
        () -> {
          Probe.waitAndKeepTheFlag();
          try (var lines = Files.lines(file)) {
            assertThat(lines).containsExactly(TEXT);
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        };

    Ending ending = Probe.cancel(mode, Probe.asleep(), read);

    assertThat(ending.stoppedBy()).isInstanceOf(ClosedByInterruptException.class);
    facts.plain(ending);
  }

  @InEachMode
  @Shows(Call.FILE_CHANNEL)
  void a_shielded_channel(RunMode mode, Facts facts) throws Exception {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(TEXT.length());
      Code read =
          () -> {
            Probe.waitAndKeepTheFlag();
            CancelScope.<IOException>shielded(() -> {
              channel.read(buffer);
            });
          };

      Ending ending = Probe.cancel(mode, Probe.asleep(), read);

      assertThat(ending).isEqualTo(new Ending.Returned());
      assertThat(buffer.remaining()).isZero();
      assertThat(channel.isOpen()).isTrue();
      facts.advised(ending, "the channel stays open");
    }
  }

  @Test
  @Shows(Call.FIFO)
  void a_channel_on_a_pipe(Facts facts) throws Exception {
    Path fifo = Fifo.orSkip(folder);
    try (FileChannel channel = Fifo.open(fifo)) {
      ByteBuffer buffer = ByteBuffer.allocate(1);

      Ending.LeftAlone ending =
          Probe.leaveAlone(
              inChannelRead().and(When.holdingCarrier()),
              () -> channel.read(buffer),
              () -> Fifo.write(fifo, 'x'));

      assertThat(ending.then()).isEqualTo(new Ending.Returned());
      assertThat(buffer.get(0)).isEqualTo((byte) 'x');
      facts.plain(ending);
      facts.left("it returns when data comes, and holds a carrier until then");
    }
  }

  @InEachMode
  @Shows(Call.FIFO)
  void a_channel_on_a_pipe_is_closed_on_its_own_thread(RunMode mode, Facts facts) throws Exception {
    Path fifo = Fifo.orSkip(folder);
    try (FileChannel channel = Fifo.open(fifo)) {
      Code read = () -> OwnThread.call(() -> channel.read(ByteBuffer.allocate(1)), channel::close);

      Ending ending = Probe.cancel(mode, When.is(() -> OwnThread.isIn(inChannelRead())), read);

      assertThat(ending.stoppedBy()).hasRootCauseInstanceOf(AsynchronousCloseException.class);
      Until.is(() -> !OwnThread.anyIsAlive());
      facts.advised(ending, "the channel is closed, the thread has ended");
    }
  }

  @InEachMode
  @Shows(Call.FIFO)
  @SuppressWarnings("try") // what the cancel closes is closed once more at the end
  void a_channel_on_a_pipe_is_not_ended_by_a_close_if_the_thread_is_virtual(RunMode mode)
      throws Exception {
    Path fifo = Fifo.orSkip(folder);
    try (FileChannel channel = Fifo.open(fifo)) {
      AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
      AtomicReference<@Nullable Thread> closer = new AtomicReference<>();
      Code read =
          () ->
              Trio.<IOException>blocking(region -> {
                reader.set(Thread.currentThread());
                region.onCancel(() -> {
                  closer.set(Thread.currentThread());
                  channel.close();
                });
                channel.read(ByteBuffer.allocate(1));
              });
      Code whenCloseWaits =
          () -> {
            Until.is(() -> isThere(closer.get(), When.waitingIn("sun.nio.ch.FileChannelImpl.")));
            assertThat(isThere(reader.get(), inChannelRead())).isTrue();
            Fifo.write(fifo, 'x');
          };

      Ending ending = Probe.cancelThen(mode, inChannelRead(), read, whenCloseWaits);

      assertThat(ending).isEqualTo(new Ending.Returned());
      assertThat(channel.isOpen()).isFalse();
    }
  }

  private static boolean isThere(@Nullable Thread thread, When place) {
    return thread != null && place.isThere(thread);
  }

  private static When inChannelRead() {
    return When.in("sun.nio.ch.FileChannelImpl.read");
  }

  @Test
  @Shows(Call.FIFO_STREAM)
  void a_stream_on_a_pipe(Facts facts) throws Exception {
    Path fifo = Fifo.orSkip(folder);
    try (FileChannel _ = Fifo.open(fifo);
        InputStream in = new FileInputStream(fifo.toFile())) {
      AtomicInteger got = new AtomicInteger();

      Ending.LeftAlone ending =
          Probe.leaveAlone(
              inStreamRead().and(When.holdingCarrier()),
              () -> got.set(in.read()),
              () -> Fifo.write(fifo, 'x'));

      assertThat(ending.then()).isEqualTo(new Ending.Returned());
      assertThat(got).hasValue('x');
      facts.plain(ending);
      facts.left("it returns when data comes, and holds a carrier until then");
    }
  }

  @InEachMode
  @Shows(Call.FIFO_STREAM)
  void a_stream_on_a_pipe_is_abandoned(RunMode mode, Facts facts) throws Exception {
    Path fifo = Fifo.orSkip(folder);
    try (FileChannel _ = Fifo.open(fifo);
        InputStream in = new FileInputStream(fifo.toFile())) {
      AtomicInteger got = new AtomicInteger();
      Code read =
          () ->
              OwnThread.abandonable(() -> {
                got.set(in.read());
                return got;
              });

      Ending ending = Probe.cancel(mode, When.is(() -> OwnThread.isIn(inStreamRead())), read);

      assertThat(ending.stoppedBy()).isInstanceOf(InterruptedException.class);
      assertThat(OwnThread.anyIsAlive()).isTrue();
      Fifo.write(fifo, 'x');
      Until.is(() -> !OwnThread.anyIsAlive());
      assertThat(got).hasValue('x');
      facts.advised(ending, "the thread ends when data comes, which is lost");
    }
  }

  private static When inStreamRead() {
    return When.in("java.io.FileInputStream.read");
  }

  @InEachMode
  @Shows(Call.PIPED_STREAM)
  void a_piped_stream(RunMode mode, Facts facts) throws Exception {
    try (PipedInputStream in = new PipedInputStream();
        OutputStream out = new PipedOutputStream(in)) {

      Code read =
          () -> {
            try {
              in.read();
            } catch (InterruptedIOException e) {
              out.write('x');
              assertThat(in.read()).isEqualTo('x');
              throw e;
            }
          };

      Ending ending = Probe.cancel(mode, When.waitingIn("java.io.PipedInputStream.read"), read);

      assertThat(ending.stoppedBy()).isInstanceOf(InterruptedIOException.class);
      facts.plain(ending);
      facts.left("the streams work on while their tasks live, no byte is lost");
    }
  }

  /// A named pipe.
  private static final class Fifo {
    private Fifo() {}

    static Path orSkip(Path folder) throws InterruptedException {
      Path fifo = folder.resolve("fifo");
      Commands.runOrSkip("mkfifo", fifo.toString());
      return fifo;
    }

    /// Opened for both, so that neither this nor a reader waits for the other side.
    static FileChannel open(Path fifo) throws IOException {
      return FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    static void write(Path fifo, int value) throws IOException {
      try (OutputStream out = new FileOutputStream(fifo.toFile())) {
        out.write(value);
      }
    }
  }
}
