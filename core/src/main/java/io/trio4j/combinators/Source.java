package io.trio4j.combinators;

import java.util.Collection;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where items come from, in whatever form the user has them.
///
/// @param <T> the item
/// @param size how many there are, if that is known without reading them
/// @param iterator asked for once, by the task that reads
record Source<T extends @Nullable Object>(OptionalLong size, Supplier<Iterator<T>> iterator) {

  @SuppressWarnings("unchecked") // an iterator only gives: one of a subtype is one of T
  static <T extends @Nullable Object> Source<T> of(Iterable<? extends T> items) {
    OptionalLong size =
        items instanceof Collection<?> all ? OptionalLong.of(all.size()) : OptionalLong.empty();
    return new Source<>(size, () -> (Iterator<T>) items.iterator());
  }

  @SuppressWarnings("unchecked") // as above
  static <T extends @Nullable Object> Source<T> of(Iterator<? extends T> items) {
    return new Source<>(OptionalLong.empty(), () -> (Iterator<T>) items);
  }

  @SuppressWarnings("unchecked") // as above
  static <T extends @Nullable Object> Source<T> of(Stream<? extends T> items) {
    Spliterator<T> all = (Spliterator<T>) items.spliterator();
    long size = all.getExactSizeIfKnown();
    return new Source<>(
        size < 0 ? OptionalLong.empty() : OptionalLong.of(size), () -> Spliterators.iterator(all));
  }

  Iterator<T> open() {
    return iterator.get();
  }
}
