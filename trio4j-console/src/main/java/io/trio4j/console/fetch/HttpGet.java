package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Ending.Answered;
import io.trio4j.console.fetch.Ending.Failed;
import io.trio4j.console.fetch.Ending.Reply;
import io.trio4j.lowlevel.WaitToken;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// GET by the JDK's HTTP client. The body is read to its end, counted and thrown away.
///
/// A future becomes a wait of trio4j in a few lines: make a token, let the future reschedule it,
/// park. Whatever ends the park, the exchange has ended too or is being aborted, which closes its
/// connection.
final class HttpGet implements Exchange, AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();
  private final long maxBodyBytes;

  HttpGet(long maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public Reply get(URI uri) {
    HttpRequest request = HttpRequest.newBuilder(uri).header("User-Agent", "trio4j").build();
    WaitToken<Reply> token = WaitToken.create("GET " + uri);
    CompletableFuture<HttpResponse<Long>> future =
        client.sendAsync(request, _ -> new BodyCounter(maxBodyBytes));
    var _ =
        future
            .handle(HttpGet::reply)
            .handle((reply, bug) -> bug == null ? token.tryReschedule(reply) : token.tryFail(bug));
    try {
      return token.park(() -> {});
    } finally {
      // Does nothing to an exchange that has ended.
      future.cancel(true);
    }
  }

  private static Reply reply(@Nullable HttpResponse<Long> response, @Nullable Throwable error) {
    if (response != null) {
      return new Answered(response.statusCode(), response.body());
    }
    Throwable problem =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return new Failed(describe(problem), isTransient(problem));
  }

  /// A body over the limit, or a certificate nobody trusts, will be no better the second time.
  private static boolean isTransient(@Nullable Throwable problem) {
    return problem instanceof IOException
        && !(problem instanceof BodyTooLargeException)
        && !(problem instanceof SSLHandshakeException);
  }

  private static String describe(@Nullable Throwable problem) {
    if (problem == null) {
      return "no answer";
    }
    if (problem instanceof ConnectException && isUnresolved(problem)) {
      return "unknown host";
    }
    String name = problem.getClass().getSimpleName();
    String message = problem.getMessage();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private static boolean isUnresolved(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  /// Ends what is still under way; does not wait for it.
  @Override
  public void close() {
    client.shutdownNow();
  }
}
