package io.trio4j.internal.errors;

import io.trio4j.ExceptionGroup;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Whether a group hides cancels: some of its nursery's tasks were cancelled beside those that
/// failed. A group never contains `Cancelled`, but the scope that absorbs them says that it did.
public final class GroupMark {
  // written once, by the class initialiser of ExceptionGroup, before there is any group
  private static volatile @Nullable BiConsumer<ExceptionGroup, Boolean> setter;
  private static volatile @Nullable Predicate<ExceptionGroup> getter;

  private GroupMark() {}

  /// Called by the class initialiser of [ExceptionGroup] only.
  public static void register(
      BiConsumer<ExceptionGroup, Boolean> newSetter, Predicate<ExceptionGroup> newGetter) {
    if (setter != null) {
      throw new IllegalStateException("the mark of a group is set by the library only");
    }
    setter = newSetter;
    getter = newGetter;
  }

  public static void set(Throwable error, boolean hidesCancels) {
    BiConsumer<ExceptionGroup, Boolean> set = setter;
    if (set != null && error instanceof ExceptionGroup group) {
      set.accept(group, hidesCancels);
    }
  }

  public static boolean hidesCancels(Throwable error) {
    Predicate<ExceptionGroup> get = getter;
    return get != null && error instanceof ExceptionGroup group && get.test(group);
  }
}
