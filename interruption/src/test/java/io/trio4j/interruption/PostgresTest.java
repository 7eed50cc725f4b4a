package io.trio4j.interruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import java.net.SocketException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.util.PSQLException;

class PostgresTest {
  private static final String ENDLESS = "SELECT pg_sleep(1000000)";
  private static final String CONNECTION_FAILURE = "08006";
  private static final String QUERY_CANCELED = "57014";
  private static final String FAILED_TRANSACTION = "25P02";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final List<AutoCloseable> open = new ArrayList<>(); // nothing, where there is no server
  private Connection connection;
  private Connection observer;
  private Statement statement;
  private int process;

  @BeforeEach
  void connect() throws SQLException {
    var database = Postgres.orSkip();
    observer = database.getConnection();
    open.add(observer);
    connection = database.getConnection();
    open.add(connection);
    statement = connection.createStatement();
    process = Postgres.processOf(connection);
    open.add(() -> Postgres.terminate(observer, process));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private boolean isActive() {
    return Postgres.isActive(observer, process);
  }

  private void assertUsable() throws SQLException {
    assertThat(isActive()).isFalse();
    assertThat(Postgres.processOf(connection)).isEqualTo(process);
  }

  private static void assertState(@Nullable Throwable thrown, String state) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  @InEachMode
  @Shows(Call.PG_QUERY)
  void a_query(RunMode mode, Facts facts) throws Exception {
    Ending ending = Probe.cancel(mode, When.is(this::isActive), () -> statement.execute(ENDLESS));

    assertState(ending.stoppedBy(), CONNECTION_FAILURE);
    assertThat(ending.stoppedBy()).hasRootCauseInstanceOf(SocketException.class);
    assertThat(connection.isClosed()).isTrue();
    assertThat(isActive()).isTrue();
    facts.plain(ending);
    facts.left("the connection is closed; the query goes on in the server");
  }

  @InEachMode
  @Shows(Call.PG_QUERY)
  void a_query_that_is_cancelled(RunMode mode, Facts facts) throws Exception {
    Ending ending = Probe.cancel(mode, When.is(this::isActive), this::queryCancellable);

    assertState(ending.stoppedBy(), QUERY_CANCELED);
    assertUsable();
    facts.advised(ending, "the connection is usable, the server has stopped");
  }

  private void queryCancellable() throws SQLException {
    Trio.<SQLException>blocking(region -> {
      region.onCancel(statement::cancel);
      statement.execute(ENDLESS);
    });
  }

  @InEachMode
  @Shows(Call.PG_TRANSACTION)
  void a_query_in_a_transaction(RunMode mode, Facts facts) throws Exception {
    statement.execute("CREATE TABLE IF NOT EXISTS item AS SELECT 1 AS i");
    connection.setAutoCommit(false);
    statement.execute("DELETE FROM item");

    Ending ending = Probe.cancel(mode, When.is(this::isActive), () -> statement.execute(ENDLESS));

    assertThat(ending.stoppedBy()).hasRootCauseInstanceOf(SocketException.class);
    assertState(catchThrowable(this::lockItems), LOCK_NOT_AVAILABLE);
    Postgres.terminate(observer, process);
    Until.is(() -> !isActive());
    assertThat(countItems(observer)).isEqualTo(1);
    facts.plain(ending);
    facts.left("the connection is closed; its locks are held until the query in the server ends");
  }

  @InEachMode
  @Shows(Call.PG_TRANSACTION)
  void a_query_in_a_transaction_that_is_cancelled(RunMode mode, Facts facts) throws Exception {
    statement.execute("CREATE TABLE IF NOT EXISTS item AS SELECT 1 AS i");
    connection.setAutoCommit(false);
    statement.execute("DELETE FROM item");

    Ending ending = Probe.cancel(mode, When.is(this::isActive), this::queryCancellable);

    assertState(ending.stoppedBy(), QUERY_CANCELED);
    assertState(catchThrowable(() -> countItems(connection)), FAILED_TRANSACTION);
    connection.rollback();
    assertThat(countItems(connection)).isEqualTo(1);
    connection.rollback();
    assertUsable();
    facts.advised(ending, "after `rollback` the connection is usable");
  }

  private void lockItems() throws SQLException {
    try (var other = observer.createStatement()) {
      other.execute("SELECT i FROM item FOR UPDATE NOWAIT");
    }
  }

  private static int countItems(Connection asked) throws SQLException {
    try (var statement = asked.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM item")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @InEachMode
  @Shows(Call.PG_NOTIFICATIONS)
  void notifications(RunMode mode, Facts facts) throws Exception {
    statement.execute("LISTEN news");
    PGConnection listening = connection.unwrap(PGConnection.class);

    Ending ending = Probe.cancel(mode, inNotifications(), () -> listening.getNotifications(0));

    assertThat(ending.stoppedBy()).hasRootCauseInstanceOf(SocketException.class);
    assertThat(connection.isClosed()).isTrue();
    facts.plain(ending);
    facts.left("the connection is closed");
  }

  @InEachMode
  @Shows(Call.PG_NOTIFICATIONS)
  void notifications_with_a_time_out_of_their_own(RunMode mode, Facts facts) throws Exception {
    statement.execute("LISTEN news");
    PGConnection listening = connection.unwrap(PGConnection.class);
    AtomicInteger timeouts = new AtomicInteger();
    Code listen =
        () -> {
          while (!hasNews(listening)) {
            timeouts.incrementAndGet();
          }
        };

    Ending ending =
        Probe.cancel(mode, When.is(() -> timeouts.get() > 1).and(inNotifications()), listen);

    assertThat(ending).isEqualTo(new Ending.Stopped(null));
    try (var other = observer.createStatement()) {
      other.execute("NOTIFY news, 'late'");
    }
    assertThat(listening.getNotifications(0))
        .extracting(PGNotification::getParameter)
        .containsExactly("late");
    facts.advised(ending, "the connection lives, no notification is lost");
  }

  private static boolean hasNews(PGConnection listening) throws SQLException {
    return Trio.blockingCall(region -> {
      region.waitOnCancel();
      PGNotification[] news = listening.getNotifications(20);
      return news != null && news.length > 0;
    });
  }

  private static When inNotifications() {
    return When.waitingIn("org.postgresql.jdbc.PgConnection.getNotifications");
  }
}
