/// Ready shapes of concurrent work, each a few lines on a nursery.
///
/// Start with [Tasks]; [Schedule] says when something is tried again, [MapOptions] how a `map` goes
/// through its input; [Supervisor] keeps children alive.
///
/// {@snippet class="io.trio4j.snippets.CombinatorSnippets" region="map"}
///
/// What holds for every call here:
///
/// - Each body runs in a task of its own, in a nursery that the call opens: when the call ends, by
///   whatever way, all of them have ended. `retry`, `repeat` and `every` run their body in the
///   calling task.
/// - The call is a checkpoint, also for an empty input, and before anything else: in a cancelled
///   scope no body begins and no input is read.
/// - What bodies throw arrives in one [io.trio4j.ExceptionGroup], never alone, because several may
///   fail at once. `retry`, `repeat` and `every`, which run one body at a time, throw what it
///   threw.
/// - A cancel from outside cancels every body; when all have ended [io.trio4j.Cancelled] goes on. A
///   body that fails while it is being cancelled is not lost: then its failure is thrown, in a
///   group.
/// - A body may return null where its type allows it.
/// - A body that cancels its own task, and not the whole call, has no value: see each method.
package io.trio4j.combinators;
