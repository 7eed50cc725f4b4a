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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

class JedisTest {
  private static final int FOR_EVER = 0;

  private TinyRedis server;

  @BeforeEach
  void start() throws IOException {
    server = new TinyRedis();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private When inCommand() {
    return When.waitingIn("redis.clients.jedis.").and(When.is(server::hasArrived));
  }

  @InEachMode
  @Shows(Call.JEDIS)
  void a_command(RunMode mode, Facts facts) throws Exception {
    try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {

      Ending ending = Probe.cancel(mode, inCommand(), () -> jedis.blpop(FOR_EVER, "queue"));

      assertThat(ending.stoppedBy()).isInstanceOf(JedisConnectionException.class);
      assertThat(jedis.isConnected()).isFalse();
      assertThat(jedis.isBroken()).isTrue();
      assertThat(jedis.ping()).isEqualTo("OK");
      facts.plain(ending);
      facts.left("the connection is closed; the next command opens another");
    }
  }

  @InEachMode
  @Shows(Call.JEDIS)
  void a_command_on_a_connection_of_a_pool(RunMode mode, Facts facts) throws Exception {
    ConnectionPoolConfig one = new ConnectionPoolConfig();
    one.setMaxTotal(1);
    HostAndPort address = new HostAndPort("127.0.0.1", server.port());
    try (RedisClient client = RedisClient.builder().hostAndPort(address).poolConfig(one).build()) {

      Ending ending = Probe.cancel(mode, inCommand(), () -> client.blpop(FOR_EVER, "queue"));

      assertThat(ending.stoppedBy()).isInstanceOf(JedisConnectionException.class);
      assertThat(client.getPool().getNumActive()).isZero();
      assertThat(client.ping()).isEqualTo("OK");
      facts.advised(ending, "the pool replaces the connection");
    }
  }

  @InEachMode
  @Shows(Call.JEDIS)
  void a_command_that_the_server_times_out(RunMode mode) throws Exception {
    try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
      Code popForEver =
          () -> {
            while (true) {
              Trio.blocking(region -> {
                region.waitOnCancel();
                assertThat(jedis.blpop(FOR_EVER, "queue")).isNull();
              });
            }
          };

      Ending ending = Probe.cancelThen(mode, inCommand(), popForEver, server.answer::countDown);

      assertThat(ending).isEqualTo(new Ending.Stopped(null));
      assertThat(jedis.isConnected()).isTrue();
      assertThat(jedis.ping()).isEqualTo("OK");
    }
  }
}
