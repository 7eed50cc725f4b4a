package io.trio4j.interruption;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A PostgreSQL server of this JVM, on loopback, started when it is first asked for and ended with
/// the JVM.
final class Postgres {
  private static @Nullable EmbeddedPostgres server; // guarded by the class
  private static @Nullable String failure; // guarded by the class

  private Postgres() {}

  /// Its database. Aborts the test where there is none, saying why.
  static synchronized DataSource orSkip() {
    if (server == null && failure == null) {
      start();
    }
    String why = failure;
    Assumptions.assumeTrue(why == null, () -> "PostgreSQL can't be started here: " + why);
    return Objects.requireNonNull(server).getPostgresDatabase();
  }

  private static void start() {
    try {
      Path folder = Path.of(System.getProperty("ot.epg.working-dir", "target/postgresql"));
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(Files.createTempDirectory(Files.createDirectories(folder), "data"))
              .setPGStartupWait(Duration.ofMinutes(1)) // not to be skipped where it is only slow
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("max_connections", "20")
              .start();
    } catch (IOException | RuntimeException e) { // shown by each test that is skipped
      failure = e.toString();
    }
  }

  /// The server's number of a connection's process.
  static int processOf(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /// Whether the server is working for that connection, be it alive or not; asked on another one.
  static boolean isActive(Connection asked, int process) {
    String sql = "SELECT count(*) FROM pg_stat_activity WHERE pid = ? AND wait_event = 'PgSleep'";
    try (PreparedStatement statement = asked.prepareStatement(sql)) {
      statement.setInt(1, process);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1) == 1;
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Ends the work of a connection that is gone.
  static void terminate(Connection asked, int process) throws SQLException {
    try (PreparedStatement statement = asked.prepareStatement("SELECT pg_terminate_backend(?)")) {
      statement.setInt(1, process);
      statement.execute();
    }
  }
}
