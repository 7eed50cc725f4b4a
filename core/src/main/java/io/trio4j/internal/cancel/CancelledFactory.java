package io.trio4j.internal.cancel;

import io.trio4j.CancelReason;
import io.trio4j.Cancelled;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Makes [Cancelled]s, which nobody else can.
public final class CancelledFactory {
  // written once, by the class initialiser of Cancelled
  private static volatile @Nullable BiFunction<CancelReason, @Nullable Throwable, Cancelled>
      constructor;

  private CancelledFactory() {}

  /// Called by the class initialiser of [Cancelled] only.
  public static void register(
      BiFunction<CancelReason, @Nullable Throwable, Cancelled> newConstructor) {
    if (constructor != null) {
      throw new IllegalStateException("a Cancelled is made by the library only");
    }
    constructor = newConstructor;
  }

  /// A fresh instance.
  public static Cancelled create(CancelReason reason) {
    return create(reason, null);
  }

  /// A fresh instance that says what our interrupt made foreign code throw.
  public static Cancelled create(CancelReason reason, @Nullable Throwable cause) {
    BiFunction<CancelReason, @Nullable Throwable, Cancelled> make = constructor;
    return (make == null ? initialised() : make).apply(reason, cause);
  }

  private static BiFunction<CancelReason, @Nullable Throwable, Cancelled> initialised() {
    try {
      Class.forName(Cancelled.class.getName(), true, Cancelled.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ExceptionInInitializerError(e);
    }
    BiFunction<CancelReason, @Nullable Throwable, Cancelled> made = constructor;
    if (made == null) {
      throw new IllegalStateException("unreachable: Cancelled is initialised and not registered");
    }
    return made;
  }
}
