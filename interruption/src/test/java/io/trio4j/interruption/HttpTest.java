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
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTest {
  private TinyHttp server;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = new TinyHttp();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /// Closing the client waits for its requests: that it returns says that none is left.
  @AfterEach
  void close() throws Exception {
    client.close();
    server.close();
  }

  private void assertUsable() throws Exception {
    HttpResponse<String> response =
        client.send(server.request("/at-once"), BodyHandlers.ofString());
    assertThat(response.body()).isEqualTo("at once");
  }

  private CompletableFuture<HttpResponse<String>> sendAsync(String path) {
    return client.sendAsync(server.request(path), BodyHandlers.ofString());
  }

  private When waitingIn(String place) {
    return When.waitingIn(place).and(When.is(server::hasArrived));
  }

  @InEachMode
  @Shows(Call.HTTP_SEND)
  void a_request(RunMode mode, Facts facts) throws Exception {
    Ending ending =
        Probe.cancel(
            mode,
            waitingIn("jdk.internal.net.http.HttpClientImpl.send"),
            () -> client.send(server.request("/never"), BodyHandlers.ofString()));

    assertThat(ending.stoppedBy()).isInstanceOf(InterruptedException.class);
    server.hungUp.await();
    assertUsable();
    facts.plain(ending);
    facts.left("the connection is closed, the client is usable");
  }

  @InEachMode
  @Shows(Call.HTTP_ASYNC_GET)
  void an_asynchronous_request_that_is_got(RunMode mode, Facts facts) throws Exception {
    CompletableFuture<HttpResponse<String>> response = sendAsync("/later");

    Ending ending =
        Probe.cancel(mode, waitingIn("java.util.concurrent.CompletableFuture.get"), response::get);

    assertThat(ending.stoppedBy()).isInstanceOf(InterruptedException.class);
    assertThat(response.isDone()).isFalse();
    server.answer.countDown();
    assertThat(response.get().body()).isEqualTo("later");
    facts.plain(ending);
    facts.left("the request goes on");
  }

  @InEachMode
  @Shows(Call.HTTP_ASYNC_GET)
  void an_asynchronous_request_that_is_got_and_cancelled(RunMode mode, Facts facts)
      throws Exception {
    AtomicReference<@Nullable CompletableFuture<?>> sent = new AtomicReference<>();
    Code get =
        () ->
            Trio.<Exception>blocking(region -> {
              CompletableFuture<HttpResponse<String>> response = sendAsync("/never");
              sent.set(response);
              region.onCancel(() -> response.cancel(true));
              response.get();
            });

    Ending ending =
        Probe.cancel(mode, waitingIn("java.util.concurrent.CompletableFuture.get"), get);

    assertThat(sent.get()).isDone();
    facts.advised(assertCancelled(ending));
  }

  @Test
  @Shows(Call.HTTP_ASYNC_JOIN)
  void an_asynchronous_request_that_is_joined(Facts facts) throws Exception {
    CompletableFuture<HttpResponse<String>> response = sendAsync("/later");

    Ending.Deaf ending =
        Probe.deaf(
            waitingIn("java.util.concurrent.CompletableFuture.join"),
            response::join,
            server.answer::countDown);

    assertThat(ending.then()).isEqualTo(new Ending.Returned());
    facts.plain(ending);
    facts.left("it returns when the answer is there");
  }

  @InEachMode
  @Shows(Call.HTTP_ASYNC_JOIN)
  void an_asynchronous_request_that_is_joined_and_cancelled(RunMode mode, Facts facts)
      throws Exception {
    Code join =
        () ->
            Trio.blocking(region -> {
              CompletableFuture<HttpResponse<String>> response = sendAsync("/never");
              region.onCancel(() -> response.cancel(true));
              response.join();
            });

    Ending ending =
        Probe.cancel(mode, waitingIn("java.util.concurrent.CompletableFuture.join"), join);

    facts.advised(assertCancelled(ending));
  }

  /// The client throws it itself or wraps it: that depends on which of its threads is first.
  private String assertCancelled(Ending ending) throws Exception {
    assertThat(Stream.iterate(ending.stoppedBy(), Objects::nonNull, Throwable::getCause))
        .hasAtLeastOneElementOfType(CancellationException.class);
    server.hungUp.await();
    assertUsable();
    return "ends: `CancellationException`, or one it is the cause of; the connection is closed,"
        + " the client is usable";
  }

  @InEachMode
  @Shows(Call.HTTP_BODY)
  void a_body_that_stops_half_way(RunMode mode, Facts facts) throws Exception {
    HttpResponse<InputStream> response =
        client.send(server.request("/half"), BodyHandlers.ofInputStream());
    InputStream body = response.body();
    assertThat(body.readNBytes(4)).asString().isEqualTo("half");

    Ending ending =
        Probe.cancel(
            mode,
            waitingIn("jdk.internal.net.http.ResponseSubscribers$HttpResponseInputStream.read"),
            body::read);

    assertThat(ending.stoppedBy()).isInstanceOf(IOException.class);
    server.hungUp.await();
    assertUsable();
    facts.plain(ending);
    facts.left("the connection is closed, the client is usable");
  }
}
