package io.trio4j.combinators;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The value of the body that was first, and what becomes of the other values.
///
/// @param <T> the value
final class FirstValue<T extends @Nullable Object> {
  /// Apart from the value, which may be null.
  private record Won<T extends @Nullable Object>(T value) {}

  private final Consumer<? super T> unused;
  private final AtomicReference<@Nullable Won<T>> won = new AtomicReference<>(); // CAS by anyone

  /// @param unused gets each value that nobody will get
  FirstValue(Consumer<? super T> unused) {
    this.unused = unused;
  }

  /// Takes the value if it is the first, else hands it to `unused`.
  ///
  /// @return whether it is the first
  boolean offer(T value) {
    boolean first = won.compareAndSet(null, new Won<>(value));
    if (!first) {
      unused.accept(value);
    }
    return first;
  }

  boolean isThere() {
    return won.get() != null;
  }

  T get() {
    Won<T> first = won.get();
    if (first == null) {
      throw new IllegalStateException("unreachable: nobody has won");
    }
    return first.value();
  }

  /// The call throws instead of returning the value.
  void withdraw(Throwable thrown) {
    if (isThere()) {
      try {
        unused.accept(get());
      } catch (Throwable t) { // whoever catches `thrown` sees it
        thrown.addSuppressed(t);
      }
    }
  }
}
