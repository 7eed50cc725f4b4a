package io.trio4j.combinators;

import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup.Branch;
import io.trio4j.Nursery;
import io.trio4j.NurseryAction;
import io.trio4j.Outcome;
import io.trio4j.Task;
import io.trio4j.lowlevel.Checkpoints;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A body for each item of an input that is read as places become free.
///
/// @param <T> the item
/// @param <R> the result
final class LimitedMap<T extends @Nullable Object, R extends @Nullable Object> {
  /*
   * Idea
   *   One task reads: it takes a place, then an item, then starts a task for it. A place is given back
   *   when the body has ended, or, with a consumer, when the result was handed over: so items that were
   *   read, bodies and results that wait are never more than the limit, all together.
   *
   *   Without a consumer the calling task reads. With one, it consumes, and a child reads: an input that
   *   blocks must not hold up results that are there, the less so as the input may depend on them.
   *
   * Cancellation
   *   Whatever fails cancels the nursery, and with it the reader and the consumer; a failed item keeps
   *   its place, lest the reader start another before the cancel reaches it. An item whose own task alone
   *   was cancelled gives its place back like the others, and is found as a Place without value.
   *
   * Rejected
   *   As many workers as the limit, each taking one item after the other: cheaper, but then items share
   *   thread-locals, names and error paths, and a worker that cancelled itself would be missing.
   */
  private enum Free {
    PLACE
  }

  /// What the reader and the items tell the consumer.
  private sealed interface News<R extends @Nullable Object> {}

  /// A task that fills its place, and has done so if results come as completed.
  private record Result<R extends @Nullable Object>(Task<?> task, Place<R> place)
      implements News<R> {}

  private record EndOfInput<R extends @Nullable Object>(Task<?> reader) implements News<R> {}

  private interface Start<T extends @Nullable Object> {
    void start(String name, T item);
  }

  private final String name;
  private final MapOptions options;
  private final Source<? extends T> source;
  private final ItemCall<? super T, ? extends R> body;
  private final Inbox<Free> free = new Inbox<>("a body to end");
  private int placesUsed; // by the reader; places that were taken at least once
  private long readCount; // by the reader; read by others after its end

  private LimitedMap(
      String method,
      MapOptions options,
      Source<? extends T> source,
      ItemCall<? super T, ? extends R> body) {
    name = options.name().isEmpty() ? method : options.name();
    this.options = options;
    this.source = source;
    this.body = Objects.requireNonNull(body, "body");
  }

  static <T extends @Nullable Object, R extends @Nullable Object> LimitedMap<T, R> of(
      String method,
      MapOptions options,
      Source<? extends T> source,
      ItemCall<? super T, ? extends R> body) {
    return new LimitedMap<>(method, options, source, tracked(options, body));
  }

  /// A failure is a result like any other.
  static <T extends @Nullable Object, R extends @Nullable Object>
      LimitedMap<T, Outcome<R>> settling(
          String method,
          MapOptions options,
          Source<? extends T> source,
          ItemCall<? super T, ? extends R> body) {
    Objects.requireNonNull(body, "body");
    ItemCall<? super T, ? extends R> counted = tracked(options, body);
    return new LimitedMap<>(
        method, options, source, item -> Gathering.settle(() -> counted.call(item)));
  }

  private static <T extends @Nullable Object, R extends @Nullable Object>
      ItemCall<? super T, ? extends R> tracked(
          MapOptions options, ItemCall<? super T, ? extends R> body) {
    Objects.requireNonNull(body, "body");
    Optional<ProgressMeter> meter = options.progress();
    return meter.isEmpty() ? body : tracked(meter.get(), body);
  }

  private static <T extends @Nullable Object, R extends @Nullable Object> ItemCall<T, R> tracked(
      ProgressMeter meter, ItemCall<? super T, ? extends R> body) {
    return item -> meter.<R, Exception>track(() -> body.call(item));
  }

  void run() {
    open(nursery ->
        read((title, item) ->
            nursery.startSoon(title, () -> work(item, new Place<>(), () -> free.put(Free.PLACE)))));
  }

  List<R> values() {
    List<Place<R>> places = collect();
    List<R> values = new ArrayList<>(places.size());
    List<Branch> cancelled = new ArrayList<>(0);
    for (Place<R> place : places) {
      if (place.isFilled()) {
        values.add(place.value());
      } else {
        cancelled.add(Gathering.branch(place.cancelled()));
      }
    }
    Gathering.throwIfAny(name, cancelled);
    return Collections.unmodifiableList(values);
  }

  /// For bodies that give outcomes.
  static <T extends @Nullable Object, V extends @Nullable Object> List<Outcome<V>> outcomes(
      LimitedMap<T, Outcome<V>> map) {
    List<Outcome<V>> outcomes = new ArrayList<>();
    for (Place<Outcome<V>> place : map.collect()) {
      outcomes.add(place.isFilled() ? place.value() : new Outcome.Stopped<>(place.whyNot()));
    }
    return Collections.unmodifiableList(outcomes);
  }

  private List<Place<R>> collect() {
    List<Place<R>> places = Collections.synchronizedList(new ArrayList<>());
    open(nursery ->
        read((title, item) -> {
          Place<R> place = new Place<>();
          if (options.ordered()) {
            places.add(place);
          }
          nursery.startSoon(title, () -> work(item, place, () -> ended(place, places)));
        }));
    return places;
  }

  private void ended(Place<R> place, List<Place<R>> places) {
    if (!options.ordered()) {
      places.add(place);
    }
    free.put(Free.PLACE);
  }

  void into(ItemAction<? super R> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    Inbox<News<R>> news = new Inbox<>("a result");
    open(nursery -> {
      nursery.startSoon("input", () -> readFor(nursery, news));
      consume(news, consumer);
    });
  }

  private void readFor(Nursery nursery, Inbox<News<R>> news) {
    try {
      read((title, item) -> {
        Place<R> place = new Place<>();
        if (options.ordered()) {
          Task<?> task = nursery.startSoon(title, () -> work(item, place, () -> {}));
          news.put(new Result<>(task, place));
        } else {
          Runnable tell = () -> news.put(new Result<>(Task.current(), place));
          nursery.startSoon(title, () -> work(item, place, tell));
        }
      });
    } finally {
      news.put(new EndOfInput<>(Task.current()));
    }
  }

  /// In the task of one item. After a failure nothing is told: it cancels the nursery, and until
  /// that has happened nobody shall start more.
  private void work(T item, Place<R> place, Runnable ended) throws Exception {
    try {
      place.fill(body, item);
    } catch (Cancelled cancelled) { // perhaps of this task only, and the others go on
      ended.run();
      throw cancelled;
    }
    ended.run();
  }

  private void consume(Inbox<News<R>> news, ItemAction<? super R> consumer) throws Exception {
    long consumed = 0;
    long all = Long.MAX_VALUE;
    while (consumed < all) {
      switch (news.take()) {
        case Result<R>(Task<?> task, Place<R> place) -> {
          task.join();
          consumer.run(place.value());
          consumed++;
          free.put(Free.PLACE);
        }
        case EndOfInput<R>(Task<?> reader) -> {
          reader.join();
          all = readCount;
        }
      }
    }
  }

  private void open(NurseryAction block) {
    Checkpoints.checkpointIfCancelled();
    options.progress().ifPresent(meter -> source.size().ifPresent(meter::expect));
    Nursery.run(name, block);
  }

  private void read(Start<T> start) {
    Iterator<? extends T> items = source.open();
    Pacer pacer = options.rate().map(Pacer::new).orElse(null);
    while (true) {
      takePlace();
      if (!items.hasNext()) {
        return;
      }
      T item = items.next();
      if (pacer != null) {
        pacer.awaitTurn();
      }
      start.start(Long.toString(readCount), item);
      readCount++;
    }
  }

  private void takePlace() {
    boolean again = free.tryTake() != null;
    if (again || placesUsed < options.limit()) {
      placesUsed += again ? 0 : 1;
      Checkpoints.checkpoint();
    } else {
      free.take();
    }
  }
}
