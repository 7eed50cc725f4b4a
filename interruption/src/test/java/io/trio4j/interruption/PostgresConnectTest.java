package io.trio4j.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.RunMode;
import io.trio4j.interruption.harness.Call;
import io.trio4j.interruption.harness.Ending;
import io.trio4j.interruption.harness.Facts;
import io.trio4j.interruption.harness.InEachMode;
import io.trio4j.interruption.harness.Probe;
import io.trio4j.interruption.harness.Shows;
import io.trio4j.interruption.harness.When;
import java.net.SocketException;
import java.sql.DriverManager;
import java.util.concurrent.CountDownLatch;
import org.postgresql.util.PSQLException;

/// Needs no server of PostgreSQL, only one that says nothing.
class PostgresConnectTest {
  @InEachMode
  @Shows(Call.PG_CONNECT)
  void connecting_to_a_silent_server(RunMode mode, Facts facts) throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch hungUp = new CountDownLatch(1);
    try (TinyServer silent =
        TinyServer.serving(connection -> {
          connection.getInputStream().read();
          arrived.countDown();
          TinyServer.awaitHangUp(connection.getInputStream());
          hungUp.countDown();
        })) {
      String url = "jdbc:postgresql://127.0.0.1:" + silent.port() + "/some?user=some";
      When waits = When.waitingIn("org.postgresql.").and(When.is(() -> arrived.getCount() == 0));

      Ending ending = Probe.cancel(mode, waits, () -> DriverManager.getConnection(url).close());

      assertThat(ending.stoppedBy())
          .isInstanceOf(PSQLException.class)
          .hasRootCauseInstanceOf(SocketException.class);
      hungUp.await();
      facts.plain(ending);
      facts.left("no socket is left open");
    }
  }
}
