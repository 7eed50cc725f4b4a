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
import io.trio4j.interruption.harness.When;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteTest {
  private static final String NUMBERS =
      "WITH RECURSIVE N(I) AS (SELECT 1 UNION ALL SELECT I + 1 FROM N) ";
  private static final String ENDLESS = NUMBERS + "SELECT SUM(TICK(I)) FROM N";
  private static final String ENDLESS_INSERT =
      "INSERT INTO ITEM " + NUMBERS + "SELECT TICK(I) FROM N";
  private static final String INSERT = "INSERT INTO ITEM VALUES (1)";

  @TempDir private Path folder;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void connect() throws SQLException {
    connection = open();
    statement = connection.createStatement();
    statement.execute("CREATE TABLE ITEM (I INTEGER)");
    Function.create(connection, "TICK", new Tick());
    Ticks.reset();
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("some.db"));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /// Called by the library, row by row.
  private static final class Tick extends Function {
    @Override
    protected void xFunc() throws SQLException {
      result(Ticks.tick(value_long(0)));
    }
  }

  private int count() throws SQLException {
    try (var rows = statement.executeQuery("SELECT COUNT(*) FROM ITEM")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  @Shows(Call.SQLITE_QUERY)
  void a_query(Facts facts) throws Exception {
    Ending.LeftAlone ending =
        Probe.leaveAlone(
            When.is(Ticks::haveBegun).and(When.holdingCarrier()),
            () -> statement.executeQuery(ENDLESS),
            statement::cancel);

    assertThat(ending.then()).isInstanceOf(Ending.Failed.class);
    facts.plain(ending);
    facts.left("it returns when it is done, and holds a carrier until then");
  }

  @InEachMode
  @Shows(Call.SQLITE_QUERY)
  void a_query_that_is_cancelled(RunMode mode, Facts facts) throws Exception {
    try (Statement endless = connection.createStatement()) {
      Ending ending =
          Probe.cancel(mode, When.is(Ticks::haveBegun), () -> execute(endless, ENDLESS));

      assertInterrupted(ending.stoppedBy());
      facts.advised(ending, "the connection is usable");
    }
    assertThat(count()).isZero();
  }

  private static void execute(Statement statement, String sql) throws SQLException {
    Trio.<SQLException>blocking(region -> {
      region.onCancel(statement::cancel);
      statement.execute(sql);
    });
  }

  private static void assertInterrupted(@Nullable Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            SQLiteException.class,
            e -> assertThat(e.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_INTERRUPT));
  }

  @Test
  @Shows(Call.SQLITE_WRITE)
  void a_write(Facts facts) throws Exception {
    Ending.LeftAlone ending =
        Probe.leaveAlone(
            When.is(Ticks::haveBegun).and(When.holdingCarrier()),
            () -> statement.execute(ENDLESS_INSERT),
            statement::cancel);

    assertThat(ending.then()).isInstanceOf(Ending.Failed.class);
    facts.plain(ending);
    facts.left("it returns when it is done, and holds a carrier until then");
  }

  @InEachMode
  @Shows(Call.SQLITE_WRITE)
  void a_write_that_is_cancelled(RunMode mode, Facts facts) throws Exception {
    connection.setAutoCommit(false);
    statement.execute(INSERT);
    try (Statement endless = connection.createStatement()) {
      Ending ending =
          Probe.cancel(mode, When.is(Ticks::haveBegun), () -> execute(endless, ENDLESS_INSERT));

      assertInterrupted(ending.stoppedBy());
      assertInterrupted(catchThrowable(connection::rollback));
      statement.close();
      statement = connection.createStatement();
      assertThat(count()).isZero();
      facts.advised(
          ending,
          "SQLite has rolled the whole transaction back; while a statement that wrote before is open,"
              + " the connection refuses everything");
    }
  }

  @Test
  @Shows(Call.SQLITE_BUSY)
  void a_wait_for_another_writer(Facts facts) throws Exception {
    try (Connection other = open();
        Statement writer = other.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 100000000");
      other.setAutoCommit(false);
      writer.execute(INSERT);

      Ending.LeftAlone ending =
          Probe.leaveAlone(
              When.in("org.sqlite.core.NativeDB.").and(When.holdingCarrier()),
              () -> statement.execute(INSERT),
              other::commit);

      assertThat(ending.then()).isEqualTo(new Ending.Returned());
      assertThat(count()).isEqualTo(2);
      facts.plain(ending);
      facts.left("it returns when the other has committed, and holds a carrier until then");
    }
  }

  @InEachMode
  @Shows(Call.SQLITE_BUSY)
  void a_writer_that_tries_again(RunMode mode, Facts facts) throws Exception {
    try (Connection other = open();
        Statement writer = other.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 0");
      other.setAutoCommit(false);
      writer.execute(INSERT);
      AtomicInteger refusals = new AtomicInteger();
      Code insert =
          () -> {
            while (!hasInserted()) {
              refusals.incrementAndGet();
              Trio.sleep(Duration.ofMillis(1));
            }
          };

      Ending ending = Probe.cancel(mode, When.is(() -> refusals.get() > 1), insert);

      assertThat(ending).isEqualTo(new Ending.Stopped(null));
      other.commit();
      assertThat(hasInserted()).isTrue();
      assertThat(count()).isEqualTo(2);
      facts.advised(ending, "nothing was written");
    }
  }

  private boolean hasInserted() throws SQLException {
    try {
      statement.execute(INSERT);
      return true;
    } catch (SQLiteException e) {
      assertThat(e.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_BUSY);
      return false;
    }
  }
}
