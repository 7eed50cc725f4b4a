package io.trio4j.internal.run;

import io.trio4j.Action;
import io.trio4j.RunHandle;
import io.trio4j.RunOptions;
import io.trio4j.Task;
import io.trio4j.lowlevel.RunToken;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// What users hold of a [KeptRun]. An object of its own, which the run does not know, so that one
/// that nobody holds any more is noticed.
public final class OpenRun implements RunHandle {
  /// One thread for all handles, begun with the first.
  private static final Cleaner CLEANER = Cleaner.create();

  private final KeptRun kept;

  private OpenRun(KeptRun kept) {
    this.kept = kept;
    CLEANER.register(this, kept::forgotten);
  }

  static OpenRun start(RunOptions options) {
    return new OpenRun(KeptRun.start(options));
  }

  @Override
  public <T extends @Nullable Object> T call(Callable<T> body) {
    try {
      return kept.call(body);
    } finally {
      Reference.reachabilityFence(this); // who waits here has not forgotten it
    }
  }

  @Override
  public void run(Action<? extends Exception> body) {
    Objects.requireNonNull(body, "body");
    call(() -> {
      body.run();
      return "";
    });
  }

  @Override
  public <T extends @Nullable Object> Task<T> startSoon(Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return kept.start(body.getClass(), body);
  }

  @Override
  public Task<@Nullable Void> startSoon(Action<? extends Exception> body) {
    Objects.requireNonNull(body, "body");
    return kept.<@Nullable Void>start(body.getClass(), body);
  }

  @Override
  public <T extends @Nullable Object> Task<T> startSoon(String name, Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return kept.start(name, body);
  }

  @Override
  public Task<@Nullable Void> startSoon(String name, Action<? extends Exception> body) {
    Objects.requireNonNull(body, "body");
    return kept.<@Nullable Void>start(name, body);
  }

  @Override
  public RunToken token() {
    return kept.nursery().run().entry().take();
  }

  @Override
  public boolean isRunning() {
    return kept.isRunning();
  }

  @Override
  public Optional<Throwable> failure() {
    return kept.failure();
  }

  @Override
  public void cancel(String reason) {
    kept.nursery().cancel(reason);
  }

  @Override
  public void cancelGracefully(Duration grace) {
    kept.nursery().cancelGracefully(grace);
  }

  @Override
  public void join() {
    kept.join();
  }

  @Override
  public void close() {
    kept.close();
  }

  @Override
  public String toString() {
    return "RunHandle[" + kept + "]";
  }
}
