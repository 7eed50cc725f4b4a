package io.trio4j.combinators;

import io.trio4j.Action;
import io.trio4j.Call;
import io.trio4j.ExceptionGroup;
import io.trio4j.NoResultException;
import io.trio4j.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Ready shapes: several bodies at once, one body for many items, one body many times.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="all"}
///
/// | method | ends normally when | a body that fails |
/// |---|---|---|
/// | `all`, `map`, `forEach`, `asCompleted` | all have succeeded | cancels the others; is thrown |
/// | `allSettled`, `mapSettled` | all have ended | is a result |
/// | `race` | the first has ended, with a value; the others are cancelled | ends the race; is thrown |
/// | `any`, `hedge` | the first has succeeded; the others are cancelled | is thrown if all fail |
/// | `retry` | the body has succeeded | is tried again, as the schedule says |
/// | `repeat` | the schedule ends | is thrown |
/// | `every` | a graceful shutdown is asked for | is thrown |
///
/// In whatever way a call ends, everything it started has ended before. The package's page tells
/// what holds for all of them: cancels, null, the empty input.
///
/// Bodies that give no value are an [Action]: `all` and `race` take either kind, but not both in
/// one call. A reference to an overloaded method is ambiguous there for javac: write a lambda.
///
/// The file is long because each form has the same few lines of documentation, and users look for
/// them in one place; what the methods do is in a class for each kind.
///
/// @threadsafety the methods are called in a task; what a body did happens-before the end of the
///   call
/// @source Trio has none of these; its users write them again in each project (python-trio/trio
///   issue 1089)
/// @since 0.1
public final class Tasks {
  private Tasks() {}

  /// Runs all bodies at once and returns their values.
  ///
  /// The first failure cancels the others.
  ///
  /// @param <T> the value
  /// @param bodies may be none
  /// @return the values in the order of the bodies; unmodifiable
  /// @checkpoint always, also without bodies
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of everything that failed, with a [io.trio4j.TaskCancelledException]
  ///   for each body that cancelled its own task
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> List<T> all(Callable<? extends T>... bodies) {
    return Gathering.all(List.of(bodies));
  }

  /// Runs all bodies at once and returns their values, see [#all(Callable...)].
  ///
  /// @param <T> the value
  /// @param bodies may be empty; copied
  /// @return the values in the order of the bodies; unmodifiable
  /// @checkpoint always, also without bodies
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of everything that failed
  public static <T extends @Nullable Object> List<T> all(
      Collection<? extends Callable<? extends T>> bodies) {
    return Gathering.all(bodies);
  }

  /// Runs all bodies at once and waits for them.
  ///
  /// The first failure cancels the others.
  ///
  /// @param bodies may be none
  /// @checkpoint always, also without bodies
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of everything that failed, with a [io.trio4j.TaskCancelledException]
  ///   for each body that cancelled its own task
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static void all(Action<? extends Exception>... bodies) {
    Gathering.all(calls(bodies));
  }

  /// Runs all bodies at once and returns how each has ended. A failure, of whatever type, cancels
  /// nothing.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="settled"}
  ///
  /// If the call is cancelled there is no result, and failures that came before are gone with it;
  /// one that comes after the cancel is thrown.
  ///
  /// @param <T> the value
  /// @param bodies may be none
  /// @return the outcomes in the order of the bodies; unmodifiable. A body that cancelled its own
  ///   task is [io.trio4j.Outcome.Stopped]
  /// @checkpoint always, also without bodies
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of what failed after the call was cancelled
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> List<Outcome<T>> allSettled(
      Callable<? extends T>... bodies) {
    return Gathering.allSettled(List.of(bodies));
  }

  /// Runs all bodies at once and returns how each has ended, see [#allSettled(Callable...)].
  ///
  /// @param <T> the value
  /// @param bodies may be empty; copied
  /// @return the outcomes in the order of the bodies; unmodifiable
  /// @checkpoint always, also without bodies
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of what failed after the call was cancelled
  public static <T extends @Nullable Object> List<Outcome<T>> allSettled(
      Collection<? extends Callable<? extends T>> bodies) {
    return Gathering.allSettled(bodies);
  }

  /// Runs all bodies at once; the first to end wins, and the others are cancelled.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="race"}
  ///
  /// If the first ends by a failure, that is thrown. No failure is ever lost: if another body fails
  /// before it has ended, that is thrown although there is a value. Use [#any(Callable...)] where
  /// failures do not matter as long as one succeeds. A body that cancels its own task is out of the
  /// race.
  ///
  /// @param <T> the value
  /// @param bodies at least one
  /// @return the value of the first to end
  /// @checkpoint always
  /// @oncancel all bodies were cancelled and have ended; the value of one that had won is lost: see
  ///   [#race(Collection, Consumer)]
  /// @throws ExceptionGroup of everything that failed
  /// @throws NoResultException if each body cancelled its own task
  /// @throws IllegalArgumentException if there are no bodies
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> T race(Callable<? extends T>... bodies) {
    return race(List.of(bodies));
  }

  /// Runs all bodies at once; the first to end wins, see [#race(Callable...)].
  ///
  /// @param <T> the value
  /// @param bodies at least one; copied
  /// @return the value of the first to end
  /// @checkpoint always
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of everything that failed
  /// @throws NoResultException if each body cancelled its own task
  /// @throws IllegalArgumentException if there are no bodies
  public static <T extends @Nullable Object> T race(
      Collection<? extends Callable<? extends T>> bodies) {
    return race(bodies, _ -> {});
  }

  /// Runs all bodies at once; the first to end wins, and values that nobody gets are given to
  /// `unused`: connections, permits, files that must be closed.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="unused"}
  ///
  /// A body may end with a value although another was first. And the winner's own value is not
  /// returned if the call throws, be it [io.trio4j.Cancelled].
  ///
  /// @param <T> the value
  /// @param bodies at least one; copied
  /// @param unused called in the body's or in the calling task, perhaps by several at a time; must
  ///   not wait. What it throws is treated as a failure of the body
  /// @return the value of the first to end
  /// @checkpoint always
  /// @oncancel all bodies were cancelled and have ended; each value went to `unused`
  /// @throws ExceptionGroup of everything that failed
  /// @throws NoResultException if each body cancelled its own task
  /// @throws IllegalArgumentException if there are no bodies
  public static <T extends @Nullable Object> T race(
      Collection<? extends Callable<? extends T>> bodies, Consumer<? super T> unused) {
    return new Race<T>("race", Arguments.contenders(bodies), unused).firstToEnd();
  }

  /// Runs all bodies at once until the first has ended, then cancels the others.
  ///
  /// @param bodies at least one
  /// @checkpoint always
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of everything that failed, see [#race(Callable...)]
  /// @throws NoResultException if each body cancelled its own task
  /// @throws IllegalArgumentException if there are no bodies
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static void race(Action<? extends Exception>... bodies) {
    race(calls(bodies));
  }

  /// Runs all bodies at once; the first to succeed wins, and the others are cancelled.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="any"}
  ///
  /// Failures count only if no body succeeds: what fails before the winner, or because it is
  /// cancelled afterwards, is dropped. But an [Error] is no failure to be made up for: it cancels
  /// the others and is thrown, with the exceptions before it as suppressed ones. And if the call is
  /// cancelled from outside, what fails after that is thrown.
  ///
  /// @param <T> the value
  /// @param bodies at least one
  /// @return the value of the first to succeed
  /// @checkpoint always
  /// @oncancel all bodies were cancelled and have ended; the value of one that had won is lost: see
  ///   [#any(Collection, Consumer)]
  /// @throws ExceptionGroup if no body succeeded: of all failures, in the order they happened
  /// @throws NoResultException if each body cancelled its own task
  /// @throws IllegalArgumentException if there are no bodies
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> T any(Callable<? extends T>... bodies) {
    return any(List.of(bodies));
  }

  /// Runs all bodies at once; the first to succeed wins, see [#any(Callable...)].
  ///
  /// @param <T> the value
  /// @param bodies at least one; copied
  /// @return the value of the first to succeed
  /// @checkpoint always
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup if no body succeeded
  /// @throws NoResultException if each body cancelled its own task
  /// @throws IllegalArgumentException if there are no bodies
  public static <T extends @Nullable Object> T any(
      Collection<? extends Callable<? extends T>> bodies) {
    return any(bodies, _ -> {});
  }

  /// Runs all bodies at once; the first to succeed wins, and values that nobody gets are given to
  /// `unused`, as in [#race(Collection, Consumer)].
  ///
  /// @param <T> the value
  /// @param bodies at least one; copied
  /// @param unused called in the body's or in the calling task, perhaps by several at a time; must
  ///   not wait. What it throws is thrown, in the group
  /// @return the value of the first to succeed
  /// @checkpoint always
  /// @oncancel all bodies were cancelled and have ended; each value went to `unused`
  /// @throws ExceptionGroup if no body succeeded
  /// @throws NoResultException if each body cancelled its own task
  /// @throws IllegalArgumentException if there are no bodies
  public static <T extends @Nullable Object> T any(
      Collection<? extends Callable<? extends T>> bodies, Consumer<? super T> unused) {
    return new Race<T>("any", Arguments.contenders(bodies), unused).firstToSucceed();
  }

  /// Runs `body`, and runs it once more beside whenever it has not ended for `delay`: the first
  /// copy to succeed wins, and the others are cancelled.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="hedge"}
  ///
  /// For requests that may be sent twice, to cut off the longest waits. If the latest copy fails,
  /// the next begins at once. Failures are treated as by [#any(Callable...)].
  ///
  /// @param <T> the value
  /// @param delay from the start of one copy to that of the next; not negative
  /// @param copies how many are started at most, at least 1
  /// @param body may run in several tasks at the same time
  /// @return the value of the first copy to succeed
  /// @checkpoint always
  /// @oncancel all copies were cancelled and have ended
  /// @throws ExceptionGroup if no copy succeeded: of all failures, in the order they happened
  /// @throws NoResultException if each copy cancelled its own task
  /// @throws IllegalArgumentException if `delay` is negative or `copies` is less than 1
  public static <T extends @Nullable Object> T hedge(
      Duration delay, int copies, Callable<? extends T> body) {
    Arguments.atLeastOne("copies", copies);
    List<Callable<? extends T>> bodies = new ArrayList<>(copies);
    for (int i = 0; i < copies; i++) {
      bodies.add(body);
    }
    return hedge(delay, bodies);
  }

  /// Runs the bodies one after the other, each beginning when the one before has failed or has not
  /// ended for `delay`: the first to succeed wins, and the others are cancelled.
  ///
  /// For alternatives in the order of preference, such as the addresses of a host (RFC 8305, happy
  /// eyeballs). Failures are treated as by [#any(Callable...)].
  ///
  /// @param <T> the value
  /// @param delay from the start of one body to that of the next; not negative
  /// @param bodies at least one; copied
  /// @return the value of the first to succeed
  /// @checkpoint always
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup if no body succeeded: of all failures, in the order they happened
  /// @throws NoResultException if each body cancelled its own task
  /// @throws IllegalArgumentException if `delay` is negative or there are no bodies
  public static <T extends @Nullable Object> T hedge(
      Duration delay, Collection<? extends Callable<? extends T>> bodies) {
    return hedge(delay, bodies, _ -> {});
  }

  /// Runs the bodies one after the other as [#hedge(Duration, Collection)] does, and gives values
  /// that nobody gets to `unused`, as in [#race(Collection, Consumer)].
  ///
  /// @param <T> the value
  /// @param delay from the start of one body to that of the next; not negative
  /// @param bodies at least one; copied
  /// @param unused called in the body's or in the calling task, perhaps by several at a time; must
  ///   not wait. What it throws is thrown, in the group
  /// @return the value of the first to succeed
  /// @checkpoint always
  /// @oncancel all bodies were cancelled and have ended; each value went to `unused`
  /// @throws ExceptionGroup if no body succeeded
  /// @throws NoResultException if each body cancelled its own task
  /// @throws IllegalArgumentException if `delay` is negative or there are no bodies
  public static <T extends @Nullable Object> T hedge(
      Duration delay,
      Collection<? extends Callable<? extends T>> bodies,
      Consumer<? super T> unused) {
    Arguments.nanosNotNegative("delay", delay);
    return new Race<T>("hedge", Arguments.contenders(bodies), unused).firstToSucceed(delay);
  }

  /// Runs all bodies at once and returns their values in the order in which they were completed.
  ///
  /// The first failure cancels the others.
  ///
  /// @param <T> the value
  /// @param bodies may be empty; copied
  /// @return the values, first completed first; unmodifiable
  /// @checkpoint always, also without bodies
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of everything that failed, with a [io.trio4j.TaskCancelledException]
  ///   for each body that cancelled its own task
  public static <T extends @Nullable Object> List<T> asCompleted(
      Collection<? extends Callable<? extends T>> bodies) {
    return Tasks.<T>bodiesAsItems(bodies).values();
  }

  /// Runs all bodies at once and hands each value over as soon as it is there.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="asCompleted"}
  ///
  /// The first failure, of a body or of `consumer`, cancels everything. To stop when enough values
  /// have come, cancel a scope around the call.
  ///
  /// @param <T> the value
  /// @param bodies may be empty; copied
  /// @param consumer gets the values, first completed first, in the calling task, one at a time;
  ///   may wait
  /// @checkpoint always, also without bodies
  /// @oncancel all bodies were cancelled and have ended; values that were completed but not
  ///   consumed are lost
  /// @throws ExceptionGroup of everything that failed, with a [io.trio4j.TaskCancelledException]
  ///   for each body that cancelled its own task
  public static <T extends @Nullable Object> void asCompleted(
      Collection<? extends Callable<? extends T>> bodies, ItemAction<? super T> consumer) {
    Tasks.<T>bodiesAsItems(bodies).into(consumer);
  }

  private static <T extends @Nullable Object> LimitedMap<Callable<? extends T>, T> bodiesAsItems(
      Collection<? extends Callable<? extends T>> bodies) {
    List<Callable<? extends T>> all = List.copyOf(bodies);
    MapOptions allAtOnce = MapOptions.limit(all.size() + 1).unordered();
    return LimitedMap.of("asCompleted", allAtOnce, Source.of(all), Callable::call);
  }

  /// Runs `body` for each item, for at most `limit` of them at the same time, and returns the
  /// results in the order of the items.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="map"}
  ///
  /// @param <T> the item
  /// @param <R> the result
  /// @param items see [#map(Iterable, MapOptions, ItemCall)]
  /// @param limit at least 1; with 1 the bodies run one after the other
  /// @param body runs in a task for each item
  /// @return the results in the order of the items; unmodifiable
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of everything that failed, the input included
  /// @throws IllegalArgumentException if `limit` is less than 1
  public static <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      Iterable<? extends T> items, int limit, ItemCall<? super T, ? extends R> body) {
    return map(items, MapOptions.limit(limit), body);
  }

  /// Runs `body` for each item, with a limit, and returns the results.
  ///
  /// The input is read lazily, in the calling task: an item is asked for only when there is a free
  /// place for its body, so an input without end or larger than the memory is no problem for
  /// [#forEach(Iterable, MapOptions, ItemAction)] and [#map(Iterable, MapOptions, ItemCall,
  /// ItemAction)]; here the results are kept. The input need not be thread-safe. It may block or
  /// wait: the bodies go on meanwhile, and a failure or cancel ends its wait.
  ///
  /// The first failure, of a body or of the input, cancels everything else.
  ///
  /// @param <T> the item
  /// @param <R> the result
  /// @param items its iterator is asked for once
  /// @param options limit, order, rate, progress, name
  /// @param body runs in a task for each item
  /// @return the results in the order of the items, or if `options` say so in that of completion;
  ///   unmodifiable
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of everything that failed, the input included, with a
  ///   [io.trio4j.TaskCancelledException] for each body that cancelled its own task
  public static <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      Iterable<? extends T> items, MapOptions options, ItemCall<? super T, ? extends R> body) {
    return LimitedMap.<T, R>of("map", options, Source.of(items), body).values();
  }

  /// Runs `body` for each item of an iterator, see [#map(Iterable, MapOptions, ItemCall)].
  ///
  /// @param <T> the item
  /// @param <R> the result
  /// @param items read in the calling task, as places become free
  /// @param options limit, order, rate, progress, name
  /// @param body runs in a task for each item
  /// @return the results; unmodifiable
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended; items that were read are gone
  /// @throws ExceptionGroup of everything that failed, the input included
  public static <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      Iterator<? extends T> items, MapOptions options, ItemCall<? super T, ? extends R> body) {
    return LimitedMap.<T, R>of("map", options, Source.of(items), body).values();
  }

  /// Runs `body` for each item of a stream, see [#map(Iterable, MapOptions, ItemCall)].
  ///
  /// @param <T> the item
  /// @param <R> the result
  /// @param items read in the calling task, as places become free, also if it is a parallel stream;
  ///   closed in the end
  /// @param options limit, order, rate, progress, name
  /// @param body runs in a task for each item
  /// @return the results; unmodifiable
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended; the stream is closed
  /// @throws ExceptionGroup of everything that failed, the input included
  public static <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      Stream<? extends T> items, MapOptions options, ItemCall<? super T, ? extends R> body) {
    try (items) {
      return LimitedMap.<T, R>of("map", options, Source.of(items), body).values();
    }
  }

  /// Runs `body` for each item, with a limit, and hands each result over.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="mapInto"}
  ///
  /// The results come in the order of the items, or if `options` say so as they are completed. An
  /// item keeps its place until `consumer` has returned: what is read, runs or waits to be consumed
  /// is never more than the limit. So in order a slow item holds up those behind it, once they are
  /// as many as the limit.
  ///
  /// `consumer` runs in the calling task and the input is read in a task of its own: an input that
  /// blocks holds up no result. Neither need be thread-safe.
  ///
  /// The first failure, of a body, of the input or of `consumer`, cancels everything else.
  ///
  /// @param <T> the item
  /// @param <R> the result
  /// @param items its iterator is asked for once
  /// @param options limit, order, rate, progress, name
  /// @param body runs in a task for each item
  /// @param consumer gets the results one at a time; may wait
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended; results that were not consumed are lost,
  ///   at most as many as the limit
  /// @throws ExceptionGroup of everything that failed, with a [io.trio4j.TaskCancelledException] if
  ///   a body cancelled its own task, which is a failure here
  public static <T extends @Nullable Object, R extends @Nullable Object> void map(
      Iterable<? extends T> items,
      MapOptions options,
      ItemCall<? super T, ? extends R> body,
      ItemAction<? super R> consumer) {
    LimitedMap.<T, R>of("map", options, Source.of(items), body).into(consumer);
  }

  /// Runs `body` for each item of an iterator and hands each result over, see [#map(Iterable,
  /// MapOptions, ItemCall, ItemAction)].
  ///
  /// @param <T> the item
  /// @param <R> the result
  /// @param items read in a task of its own
  /// @param options limit, order, rate, progress, name
  /// @param body runs in a task for each item
  /// @param consumer gets the results one at a time, in the calling task; may wait
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended; items that were read are gone
  /// @throws ExceptionGroup of everything that failed
  public static <T extends @Nullable Object, R extends @Nullable Object> void map(
      Iterator<? extends T> items,
      MapOptions options,
      ItemCall<? super T, ? extends R> body,
      ItemAction<? super R> consumer) {
    LimitedMap.<T, R>of("map", options, Source.of(items), body).into(consumer);
  }

  /// Runs `body` for each item of a stream and hands each result over, see [#map(Iterable,
  /// MapOptions, ItemCall, ItemAction)].
  ///
  /// @param <T> the item
  /// @param <R> the result
  /// @param items read in a task of its own, also if it is a parallel stream; closed in the end
  /// @param options limit, order, rate, progress, name
  /// @param body runs in a task for each item
  /// @param consumer gets the results one at a time, in the calling task; may wait
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended; the stream is closed
  /// @throws ExceptionGroup of everything that failed
  public static <T extends @Nullable Object, R extends @Nullable Object> void map(
      Stream<? extends T> items,
      MapOptions options,
      ItemCall<? super T, ? extends R> body,
      ItemAction<? super R> consumer) {
    try (items) {
      LimitedMap.<T, R>of("map", options, Source.of(items), body).into(consumer);
    }
  }

  /// Runs `body` for each item, with a limit, and returns how each has ended. A failure of a body
  /// cancels nothing; one of the input cancels everything and is thrown.
  ///
  /// @param <T> the item
  /// @param <R> the result
  /// @param items read as by [#map(Iterable, MapOptions, ItemCall)]
  /// @param options limit, order, rate, progress, name
  /// @param body runs in a task for each item
  /// @return the outcomes in the order of the items, or if `options` say so in that of completion;
  ///   unmodifiable. A body that cancelled its own task is [io.trio4j.Outcome.Stopped]
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup if the input failed, or of what failed after the call was cancelled
  public static <T extends @Nullable Object, R extends @Nullable Object>
      List<Outcome<R>> mapSettled(
          Iterable<? extends T> items, MapOptions options, ItemCall<? super T, ? extends R> body) {
    return LimitedMap.outcomes(
        LimitedMap.<T, R>settling("mapSettled", options, Source.of(items), body));
  }

  /// Runs `body` for each item, for at most `limit` of them at the same time.
  ///
  /// @param <T> the item
  /// @param items read as by [#map(Iterable, MapOptions, ItemCall)]
  /// @param limit at least 1; with 1 the bodies run one after the other
  /// @param body runs in a task for each item
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of everything that failed, the input included
  /// @throws IllegalArgumentException if `limit` is less than 1
  public static <T extends @Nullable Object> void forEach(
      Iterable<? extends T> items, int limit, ItemAction<? super T> body) {
    forEach(items, MapOptions.limit(limit), body);
  }

  /// Runs `body` for each item, with a limit. Needs memory for as many items as the limit, however
  /// long the input is.
  ///
  /// The first failure, of a body or of the input, cancels everything else. A body that cancels its
  /// own task has ended like any other.
  ///
  /// @param <T> the item
  /// @param items read as by [#map(Iterable, MapOptions, ItemCall)]
  /// @param options limit, rate, progress, name; the order does not matter
  /// @param body runs in a task for each item
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended
  /// @throws ExceptionGroup of everything that failed, the input included
  public static <T extends @Nullable Object> void forEach(
      Iterable<? extends T> items, MapOptions options, ItemAction<? super T> body) {
    Tasks.<T>each(options, Source.of(items), body);
  }

  /// Runs `body` for each item of an iterator, see [#forEach(Iterable, MapOptions, ItemAction)].
  ///
  /// @param <T> the item
  /// @param items read in the calling task, as places become free
  /// @param options limit, rate, progress, name; the order does not matter
  /// @param body runs in a task for each item
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended; items that were read are gone
  /// @throws ExceptionGroup of everything that failed, the input included
  public static <T extends @Nullable Object> void forEach(
      Iterator<? extends T> items, MapOptions options, ItemAction<? super T> body) {
    Tasks.<T>each(options, Source.of(items), body);
  }

  /// Runs `body` for each item of a stream, see [#forEach(Iterable, MapOptions, ItemAction)].
  ///
  /// @param <T> the item
  /// @param items read in the calling task, as places become free, also if it is a parallel stream;
  ///   closed in the end
  /// @param options limit, rate, progress, name; the order does not matter
  /// @param body runs in a task for each item
  /// @checkpoint always, also for an empty input
  /// @oncancel all bodies were cancelled and have ended; the stream is closed
  /// @throws ExceptionGroup of everything that failed, the input included
  public static <T extends @Nullable Object> void forEach(
      Stream<? extends T> items, MapOptions options, ItemAction<? super T> body) {
    try (items) {
      Tasks.<T>each(options, Source.of(items), body);
    }
  }

  private static <T extends @Nullable Object> void each(
      MapOptions options, Source<? extends T> source, ItemAction<? super T> body) {
    LimitedMap.<T, @Nullable Object>of(
            "forEach",
            options,
            source,
            item -> {
              body.run(item);
              return null;
            })
        .run();
  }

  /// Runs `body` in the calling task until it succeeds, as often as the schedule says.
  ///
  /// @param <X> the checked type the body throws
  /// @param schedule see [#retry(Schedule, Call)]
  /// @param body what to run
  /// @throws X what the last attempt threw
  /// @checkpoint always, before the first attempt and at each wait
  /// @oncancel what the body left; failures that were to be retried are gone
  public static <X extends Throwable> void retry(Schedule schedule, Action<X> body) throws X {
    retry(schedule, _ -> true, body);
  }

  /// Runs `body` in the calling task until it succeeds, as often as the schedule says, and returns
  /// its value.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="retry"}
  ///
  /// What the last attempt threw is thrown on as it is, with the earlier failures as suppressed
  /// exceptions: the first and the latest seven.
  ///
  /// It does not sleep for nothing: if the next attempt would begin only after the deadline of a
  /// scope around ([io.trio4j.CancelScope#currentEffectiveDeadline()]), the last failure is thrown
  /// at once. To bound each attempt, open a scope in the body; a time-out there is a failure like
  /// others.
  ///
  /// Only exceptions are retried. Errors, groups with an error in them, and an interrupt of this
  /// thread by somebody else end the attempts.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param schedule how long to wait between attempts, and when to give up
  /// @param body what to run
  /// @return the value of the first attempt that succeeded
  /// @throws X what the last attempt threw
  /// @checkpoint always, before the first attempt and at each wait
  /// @oncancel what the body left; failures that were to be retried are gone
  public static <T extends @Nullable Object, X extends Throwable> T retry(
      Schedule schedule, Call<T, X> body) throws X {
    return Repeating.retry(schedule, _ -> true, body);
  }

  /// Runs `body` in the calling task until it succeeds or fails by something not worth a retry.
  ///
  /// @param <X> the checked type the body throws
  /// @param schedule see [#retry(Schedule, Call)]
  /// @param worthRetry asked once after each exception: false ends the attempts
  /// @param body what to run
  /// @throws X what the last attempt threw
  /// @checkpoint always, before the first attempt and at each wait
  /// @oncancel what the body left; failures that were to be retried are gone
  public static <X extends Throwable> void retry(
      Schedule schedule, Predicate<? super Exception> worthRetry, Action<X> body) throws X {
    Repeating.<@Nullable Object, X>retry(
        schedule,
        worthRetry,
        () -> {
          body.run();
          return null;
        });
  }

  /// Runs `body` in the calling task until it succeeds or fails by something not worth a retry, and
  /// returns its value.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param schedule see [#retry(Schedule, Call)]
  /// @param worthRetry asked once after each exception, so the place to write a log line: false
  ///   ends the attempts. If it throws, that is thrown, with the exception as a suppressed one
  /// @param body what to run
  /// @return the value of the first attempt that succeeded
  /// @throws X what the last attempt threw
  /// @checkpoint always, before the first attempt and at each wait
  /// @oncancel what the body left; failures that were to be retried are gone
  public static <T extends @Nullable Object, X extends Throwable> T retry(
      Schedule schedule, Predicate<? super Exception> worthRetry, Call<T, X> body) throws X {
    return Repeating.retry(schedule, worthRetry, body);
  }

  /// Runs `body` in the calling task again and again until the schedule ends.
  ///
  /// @param <X> the checked type the body throws
  /// @param schedule see [#repeat(Schedule, Call)]
  /// @param body what to run
  /// @throws X what the body threw, which ends the repetition
  /// @checkpoint always, before the first run and at each wait
  /// @oncancel what the body left
  public static <X extends Throwable> void repeat(Schedule schedule, Action<X> body) throws X {
    Repeating.<@Nullable Object, X>repeat(
        schedule,
        () -> {
          body.run();
          return null;
        });
  }

  /// Runs `body` in the calling task again and again until the schedule ends, and returns its last
  /// value.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="repeat"}
  ///
  /// A deadline around does not shorten the schedule: it cancels the wait or the body it hits.
  ///
  /// @param <T> the value
  /// @param <X> the checked type the body throws
  /// @param schedule how long to wait between two runs, and when to end
  /// @param body runs at least once
  /// @return the value of the last run
  /// @throws X what the body threw, which ends the repetition
  /// @checkpoint always, before the first run and at each wait
  /// @oncancel what the body left
  public static <T extends @Nullable Object, X extends Throwable> T repeat(
      Schedule schedule, Call<T, X> body) throws X {
    return Repeating.repeat(schedule, body);
  }

  /// Runs `body` in the calling task at a fixed rate, beginning at once, until it throws or is
  /// cancelled; ticks that come while it is at work are left out.
  ///
  /// @param <X> the checked type the body throws
  /// @param period positive
  /// @param body one round
  /// @throws X what the body threw
  /// @checkpoint always, before each round
  /// @oncancel what the body left
  /// @throws IllegalArgumentException if `period` is not positive
  public static <X extends Throwable> void every(Duration period, Action<X> body) throws X {
    every(Ticks.fixedRate(period), body);
  }

  /// Runs `body` in the calling task each time `ticks` say, until it throws or is cancelled.
  ///
  /// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="every"}
  ///
  /// A graceful shutdown ([io.trio4j.CancelScope#cancelGracefully(Duration)]) lets the round that
  /// runs come to its end; then the call returns normally, which it does in no other case.
  ///
  /// @param <X> the checked type the body throws
  /// @param ticks when rounds begin; the clock is the run's
  /// @param body one round; never two at a time
  /// @throws X what the body threw
  /// @checkpoint always, before each round
  /// @oncancel what the body left
  public static <X extends Throwable> void every(Ticks ticks, Action<X> body) throws X {
    Ticking.every(ticks, body);
  }

  private static List<Callable<@Nullable Object>> calls(Action<? extends Exception>[] bodies) {
    List<Callable<@Nullable Object>> calls = new ArrayList<>(bodies.length);
    for (Action<? extends Exception> body : List.of(bodies)) {
      calls.add(() -> {
        body.run();
        return null;
      });
    }
    return calls;
  }
}
