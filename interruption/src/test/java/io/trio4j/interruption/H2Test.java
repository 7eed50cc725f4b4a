package io.trio4j.interruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.trio4j.interruption.harness.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2Test {
  private static final String MEMORY = "jdbc:h2:mem:interruption";
  private static final String ENDLESS = "SELECT SUM(TICK(X)) FROM SYSTEM_RANGE(1, 1000000000000)";
  private static final String UPDATE = "UPDATE ACCOUNT SET BALANCE = BALANCE + 1";

  private static final String READ_ALL = "SELECT SUM(LENGTH(TEXT)) FROM ITEM";

  @TempDir private Path folder;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection(MEMORY);
    statement = connection.createStatement();
    statement.execute("CREATE TABLE ACCOUNT AS SELECT 0 AS BALANCE");
    statement.execute("CREATE ALIAS TICK FOR '" + Ticks.class.getName() + ".tick'");
    Ticks.reset();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close(); // the last one: the database is gone
  }

  private static int balance(Statement statement) throws SQLException {
    try (var rows = statement.executeQuery("SELECT BALANCE FROM ACCOUNT")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  @Shows(Call.H2_QUERY)
  void a_query(Facts facts) throws Exception {
    Ending.LeftAlone ending =
        Probe.leaveAlone(
            When.is(Ticks::haveBegun), () -> statement.execute(ENDLESS), statement::cancel);

    assertThat(ending.then()).isInstanceOf(Ending.Failed.class);
    facts.plain(ending);
    facts.left("it returns when it is done");
  }

  @InEachMode
  @Shows(Call.H2_QUERY)
  void a_query_that_is_cancelled(RunMode mode, Facts facts) throws Exception {
    Code query =
        () ->
            Trio.<SQLException>blocking(region -> {
              region.onCancel(statement::cancel);
              statement.execute(ENDLESS);
            });

    Ending ending = Probe.cancel(mode, When.is(Ticks::haveBegun), query);

    assertThat(ending.stoppedBy()).isInstanceOf(SQLTimeoutException.class);
    assertThat(balance(statement)).isZero();
    facts.advised(ending, "the connection is usable");
  }

  @InEachMode
  @Shows(Call.H2_LOCK)
  void a_wait_for_a_row(RunMode mode, Facts facts) throws Exception {
    try (Connection other = DriverManager.getConnection(MEMORY);
        Statement holder = other.createStatement()) {
      other.setAutoCommit(false);
      holder.execute(UPDATE);
      statement.execute("SET LOCK_TIMEOUT 100000000");

      Ending ending = Probe.cancel(mode, inRowLock(), () -> statement.execute(UPDATE));

      assertThat(ending)
          .isInstanceOfSatisfying(
              Ending.Failed.class,
              failed -> assertThat(failed.thrown()).isInstanceOf(SQLTimeoutException.class));
      other.rollback();
      assertThat(balance(statement)).isZero();
      facts.plain(ending);
      facts.left("nothing was written, the connection is usable");
    }
  }

  @InEachMode
  @Shows(Call.H2_LOCK)
  void a_wait_for_a_row_that_is_short(RunMode mode, Facts facts) throws Exception {
    try (Connection other = DriverManager.getConnection(MEMORY);
        Statement holder = other.createStatement()) {
      other.setAutoCommit(false);
      holder.execute(UPDATE);
      statement.execute("SET LOCK_TIMEOUT 2000");
      Code update =
          () ->
              Trio.<SQLException>blocking(region -> {
                region.onCancel(statement::cancel);
                statement.execute(UPDATE);
              });

      Ending ending = Probe.cancel(mode, inRowLock(), update);

      assertThat(ending.stoppedBy()).isInstanceOf(SQLTimeoutException.class);
      other.rollback();
      assertThat(balance(statement)).isZero();
      facts.advised(ending, "after `LOCK_TIMEOUT` at the latest; the connection is usable");
    }
  }

  private static When inRowLock() {
    return When.waitingIn("org.h2.mvstore.tx.Transaction.waitForThisToEnd");
  }

  @InEachMode
  @Shows(Call.H2_FILE)
  void a_read_of_a_file_with_the_flag_set(RunMode mode, Facts facts) throws Exception {
    try (Connection file = openFile();
        Connection other = openFile();
        Statement read = file.createStatement();
        Statement otherRead = other.createStatement()) {
      Code use =
          () -> {
            Probe.waitAndKeepTheFlag();
            read.executeQuery(READ_ALL);
          };

      Ending ending = Probe.cancel(mode, Probe.asleep(), use);

      assertThat(ending.stoppedBy()).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> otherRead.executeQuery(READ_ALL)).isInstanceOf(SQLException.class);
      facts.plain(ending);
    }
    try (Connection file = openFile();
        Statement read = file.createStatement()) {
      assertThat(read.executeQuery(READ_ALL).next()).isTrue();
    }
    facts.left("the database is closed, for all its connections, until it is opened again");
  }

  @InEachMode
  @Shows(Call.H2_FILE)
  void a_shielded_read_of_a_file(RunMode mode, Facts facts) throws Exception {
    try (Connection file = openFile();
        Statement read = file.createStatement()) {
      Code use =
          () -> {
            Probe.waitAndKeepTheFlag();
            CancelScope.<SQLException>shielded(() -> {
              read.executeQuery(READ_ALL);
            });
          };

      Ending ending = Probe.cancel(mode, Probe.asleep(), use);

      assertThat(ending).isEqualTo(new Ending.Returned());
      assertThat(read.executeQuery(READ_ALL).next()).isTrue();
      facts.advised(ending, "the database lives");
    }
  }

  /// A database that H2 reads from its file each time.
  private Connection openFile() throws SQLException {
    String url = "jdbc:h2:file:" + folder.resolve("some");
    if (!Files.exists(folder.resolve("some.mv.db"))) {
      try (Connection first = DriverManager.getConnection(url);
          Statement write = first.createStatement()) {
        write.execute(
            "CREATE TABLE ITEM AS SELECT X AS I, REPEAT('x', 1000) AS TEXT FROM SYSTEM_RANGE(1, 1000)");
      }
    }
    return DriverManager.getConnection(url + ";CACHE_SIZE=0");
  }
}
