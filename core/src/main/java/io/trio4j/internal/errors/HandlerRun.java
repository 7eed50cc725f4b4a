package io.trio4j.internal.errors;

import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.ExceptionGroup.Handler;
import io.trio4j.ExceptionGroup.Split;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of the handlers of a group: what is left, and what the handlers threw.
public final class HandlerRun {
  private final List<Throwable> raised = new ArrayList<>();
  private final List<ExceptionGroup> mishandled = new ArrayList<>();
  // Null when everything has been given to a handler.
  private @Nullable ExceptionGroup rest;
  private @Nullable Cancelled cancelled;

  /// Starts with everything left.
  ///
  /// @param group the failures to handle
  public HandlerRun(ExceptionGroup group) {
    this.rest = group;
  }

  /// Gives what is left of a type to a handler, if anything is.
  ///
  /// @param <E> the type
  /// @param type the type
  /// @param handler may throw
  public <E extends Throwable> void handle(Class<E> type, Handler<E> handler) {
    if (rest == null) {
      return;
    }
    Split split = rest.split(type);
    rest = split.rest().orElse(null);
    split.matching().ifPresent(matching -> run(type, handler, matching));
  }

  private <E extends Throwable> void run(
      Class<E> type, Handler<E> handler, ExceptionGroup matching) {
    try {
      handler.handle(matching.rootCauses().stream().map(type::cast).toList());
    } catch (Cancelled error) {
      // Thrown on below, or again by the next checkpoint.
      cancelled = error;
    } catch (Throwable error) {
      // Thrown on below, in a group.
      raised.add(error);
      mishandled.add(matching);
    }
  }

  /// Throws what is left and what the handlers threw, by the rules of a nursery.
  ///
  /// @param message what the failures to handle came from
  public void throwRest(String message) {
    if (!raised.isEmpty()) {
      throw failedHandling(message);
    }
    if (rest != null) {
      throw rest;
    }
    if (cancelled != null) {
      throw cancelled;
    }
  }

  private ExceptionGroup failedHandling(String message) {
    List<Throwable> errors = new ArrayList<>();
    if (rest != null) {
      errors.add(rest);
    }
    errors.addAll(raised);
    String prefix = message.isEmpty() ? "" : message + ": ";
    ExceptionGroup group = ExceptionGroup.of(prefix + "handlers failed", errors);
    // Not to what the handlers threw, which may be one of the failures: that would make a cycle.
    mishandled.forEach(group::addSuppressed);
    return group;
  }
}
