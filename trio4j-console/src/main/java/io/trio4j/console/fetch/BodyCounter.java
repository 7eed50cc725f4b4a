package io.trio4j.console.fetch;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/// Counts the bytes of a body and keeps none of them; breaks off above a limit.
final class BodyCounter implements BodySubscriber<Long> {
  private final long maxBodyBytes;
  private final CompletableFuture<Long> count = new CompletableFuture<>();
  // Both: the calls of a subscriber come one after the other.
  private @Nullable Subscription subscription;
  private long bodyBytes;

  BodyCounter(long maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public CompletionStage<Long> getBody() {
    return count;
  }

  @Override
  public void onSubscribe(Subscription newSubscription) {
    subscription = newSubscription;
    // Nothing is kept, so there is nothing to hold the sender back for.
    newSubscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      bodyBytes += buffer.remaining();
    }
    if (bodyBytes > maxBodyBytes && subscription != null) {
      subscription.cancel();
      count.completeExceptionally(new BodyTooLargeException(maxBodyBytes));
    }
  }

  @Override
  public void onError(Throwable error) {
    count.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    count.complete(bodyBytes);
  }
}
