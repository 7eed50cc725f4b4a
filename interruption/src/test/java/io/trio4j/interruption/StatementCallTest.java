package io.trio4j.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.CancelScope;
import io.trio4j.Trio;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A cancel between the beginning of a region and that of its statement.
class StatementCallTest {
  private static final String TEN = "SELECT SUM(TICK(X) + 1) FROM SYSTEM_RANGE(1, 10)";
  private static final String ENDLESS = "SELECT SUM(TICK(X)) FROM SYSTEM_RANGE(1, 1000000000000)";

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:h2:mem:");
    statement = connection.createStatement();
    statement.execute("CREATE ALIAS TICK FOR '" + Ticks.class.getName() + ".tick'");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private long query(String sql) throws SQLException {
    try (var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void a_single_cancel_before_the_statement_begins_is_lost() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    AtomicLong sum = new AtomicLong();

    Trio.<Exception>run(() ->
        CancelScope.<Exception>run(scope ->
            Trio.<Exception>blocking(region -> {
              region.onCancel(() -> {
                statement.cancel();
                cancelled.countDown();
              });
              scope.cancel();
              cancelled.await();
              sum.set(query(TEN));
            })));

    assertThat(sum).hasValue(15);
  }

  @Test
  void a_cancel_until_it_is_over_is_not_lost() throws Exception {
    AtomicLong sum = new AtomicLong(-1);

    CancelScope scope =
        Trio.<CancelScope, Exception>run(() ->
            CancelScope.<Exception>run(cancelled ->
                StatementCall.call(
                    statement,
                    () -> {
                      cancelled.cancel();
                      sum.set(query(ENDLESS));
                      return sum;
                    })));

    assertThat(scope.cancelledCaught()).isTrue();
    assertThat(sum).hasValue(-1);
    assertThat(query(TEN)).isEqualTo(15);
  }
}
