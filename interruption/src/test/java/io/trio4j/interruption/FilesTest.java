package io.trio4j.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.RunMode;
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
    try (FileChannel channel = FileChannel.open(file)) {
      Code read =
          () -> {
            Probe.waitAndKeepTheFlag();
            channel.read(ByteBuffer.allocate(1));
          };

      Ending ending = Probe.cancel(mode, Probe.asleep(), read);

      assertThat(ending.stoppedBy()).isInstanceOf(ClosedByInterruptException.class);
      assertThat(channel.isOpen()).isFalse();
      facts.plain(ending);
      facts.left("the channel is closed, for everybody who shares it");
    }
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
              inChannelRead(), () -> channel.read(buffer), () -> Fifo.write(fifo, 'x'));

      assertThat(ending.then()).isEqualTo(new Ending.Returned());
      assertThat(buffer.get(0)).isEqualTo((byte) 'x');
      facts.plain(ending);
      facts.left("it returns when data comes");
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
          Probe.leaveAlone(inStreamRead(), () -> got.set(in.read()), () -> Fifo.write(fifo, 'x'));

      assertThat(ending.then()).isEqualTo(new Ending.Returned());
      assertThat(got).hasValue('x');
      facts.plain(ending);
      facts.left("it returns when data comes");
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
