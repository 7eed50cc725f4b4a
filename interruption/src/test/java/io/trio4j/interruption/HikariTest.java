package io.trio4j.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.trio4j.RunMode;
import io.trio4j.interruption.harness.Call;
import io.trio4j.interruption.harness.Ending;
import io.trio4j.interruption.harness.Facts;
import io.trio4j.interruption.harness.InEachMode;
import io.trio4j.interruption.harness.Probe;
import io.trio4j.interruption.harness.Shows;
import io.trio4j.interruption.harness.When;
import java.sql.Connection;
import java.sql.SQLException;

class HikariTest {
  private static final int FOR_EVER = 0;

  @InEachMode
  @Shows(Call.HIKARI)
  void a_wait_for_a_connection(RunMode mode, Facts facts) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:");
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(FOR_EVER);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      HikariPoolMXBean bean = pool.getHikariPoolMXBean();
      Ending ending;
      try (Connection _ = pool.getConnection()) {
        ending =
            Probe.cancel(
                mode,
                When.waitingIn("com.zaxxer.hikari.").and(When.is(() -> isAwaited(bean))),
                () -> pool.getConnection().close());

        assertThat(bean.getThreadsAwaitingConnection()).isZero();
        assertThat(bean.getActiveConnections()).isEqualTo(1);
      }
      assertThat(ending.stoppedBy())
          .isInstanceOf(SQLException.class)
          .hasCauseInstanceOf(InterruptedException.class);
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.isValid(1)).isTrue();
      }
      facts.plain(ending);
      facts.left("no connection is lost, the pool is usable");
    }
  }

  private static boolean isAwaited(HikariPoolMXBean bean) {
    return bean.getThreadsAwaitingConnection() == 1;
  }
}
