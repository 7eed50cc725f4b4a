package io.trio4j.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.interruption.harness.Call;
import io.trio4j.interruption.harness.Code;
import io.trio4j.interruption.harness.Ending;
import io.trio4j.interruption.harness.Facts;
import io.trio4j.interruption.harness.InEachMode;
import io.trio4j.interruption.harness.Probe;
import io.trio4j.interruption.harness.Shows;
import io.trio4j.interruption.harness.When;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SocketTest {
  private static final String SELECT = "sun.nio.ch.SelectorImpl.select";

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = TinyServer.listen();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private Socket connect() throws IOException {
    return new Socket(server.getInetAddress(), server.getLocalPort());
  }

  @InEachMode
  @Shows(Call.SOCKET_READ)
  void a_read(RunMode mode, Facts facts) throws Exception {
    try (Socket socket = connect();
        Socket peer = server.accept()) {

      Ending ending = Probe.cancel(mode, inRead(), () -> socket.getInputStream().read());

      assertThat(ending.stoppedBy()).isInstanceOf(SocketException.class);
      assertThat(socket.isClosed()).isTrue();
      assertThat(peer.getInputStream().read()).isEqualTo(-1);
      facts.plain(ending);
      facts.left("the socket is closed");
    }
  }

  private static When inRead() {
    return When.waitingIn("sun.nio.ch.NioSocketImpl.");
  }

  @InEachMode
  @Shows(Call.SOCKET_READ)
  void a_read_with_a_time_out_of_its_own(RunMode mode, Facts facts) throws Exception {
    try (Socket socket = connect();
        Socket peer = server.accept()) {
      socket.setSoTimeout(20);
      AtomicInteger timeouts = new AtomicInteger();
      Code read =
          () -> {
            while (!hasRead(socket)) {
              timeouts.incrementAndGet();
            }
          };

      Ending ending = Probe.cancel(mode, When.is(() -> timeouts.get() > 1).and(inRead()), read);

      assertThat(ending).isEqualTo(new Ending.Stopped(null));
      peer.getOutputStream().write('x');
      socket.setSoTimeout(0);
      assertThat(socket.getInputStream().read()).isEqualTo('x');
      facts.advised(ending, "the socket lives, no byte is lost");
    }
  }

  /// A checkpoint, as each region; then a read that only its time-out ends.
  private static boolean hasRead(Socket socket) throws IOException {
    return Trio.blockingCall(region -> {
      region.waitOnCancel();
      try {
        return socket.getInputStream().read() != -1;
      } catch (SocketTimeoutException _) {
        return false;
      }
    });
  }

  @InEachMode
  @Shows(Call.ACCEPT)
  void an_accept(RunMode mode, Facts facts) throws Exception {
    Ending ending = Probe.cancel(mode, inRead(), () -> server.accept().close());

    assertThat(ending.stoppedBy()).isInstanceOf(SocketException.class);
    assertThat(server.isClosed()).isTrue();
    facts.plain(ending);
    facts.left("the listener is closed");
  }

  @InEachMode
  @Shows(Call.SOCKET_CHANNEL)
  void a_read_of_a_channel(RunMode mode, Facts facts) throws Exception {
    try (SocketChannel channel = SocketChannel.open(server.getLocalSocketAddress());
        Socket peer = server.accept()) {

      Ending ending =
          Probe.cancel(
              mode,
              When.waitingIn("sun.nio.ch.SocketChannelImpl.read"),
              () -> channel.read(ByteBuffer.allocate(1)));

      assertThat(ending.stoppedBy()).isInstanceOf(ClosedByInterruptException.class);
      assertThat(channel.isOpen()).isFalse();
      assertThat(peer.getInputStream().read()).isEqualTo(-1);
      facts.plain(ending);
      facts.left("the channel is closed");
    }
  }

  @InEachMode
  @Shows(Call.SOCKET_CHANNEL)
  void a_non_blocking_channel_and_a_selector(RunMode mode, Facts facts) throws Exception {
    try (SocketChannel channel = SocketChannel.open(server.getLocalSocketAddress());
        Socket peer = server.accept();
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      ByteBuffer buffer = ByteBuffer.allocate(1);
      Code read =
          () -> {
            while (channel.read(buffer) == 0) {
              selector.select();
              Trio.checkpoint();
            }
          };

      Ending ending = Probe.cancel(mode, When.waitingIn(SELECT), read);

      assertThat(ending).isEqualTo(new Ending.Stopped(null));
      peer.getOutputStream().write('x');
      selector.select();
      assertThat(channel.read(buffer)).isEqualTo(1);
      assertThat(buffer.get(0)).isEqualTo((byte) 'x');
      facts.advised(ending, "the channel stays open, no byte is lost");
    }
  }

  @InEachMode
  @Shows(Call.SELECT)
  void a_select(RunMode mode, Facts facts) throws Exception {
    try (Selector selector = Selector.open()) {
      AtomicBoolean flag = new AtomicBoolean();
      Code select =
          () -> {
            selector.select();
            selector.select(); // with the flag set it does not wait
            flag.set(Thread.currentThread().isInterrupted());
          };

      Ending ending = Probe.cancel(mode, When.waitingIn(SELECT), select);

      assertThat(ending).isEqualTo(new Ending.Returned());
      assertThat(flag).isTrue();
      assertThat(selector.isOpen()).isTrue();
      facts.plain(ending);
      facts.left("the channels stay open; the flag is set until the scope is left");
    }
  }

  @InEachMode
  @Shows(Call.SELECT)
  void a_select_with_a_checkpoint_after_it(RunMode mode, Facts facts) throws Exception {
    try (Selector selector = Selector.open()) {
      Code select =
          () -> {
            while (selector.isOpen()) {
              selector.select();
              Trio.checkpoint();
            }
          };

      Ending ending = Probe.cancel(mode, When.waitingIn(SELECT), select);

      assertThat(ending).isEqualTo(new Ending.Stopped(null));
      facts.advised(ending);
    }
  }
}
