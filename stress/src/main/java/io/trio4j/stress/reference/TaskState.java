package io.trio4j.stress.reference;

/// A task in the model.
///
/// @param status whether it can run
/// @param wakeAt when a sleep ends, [ScopeState#NEVER] if by cancel only
/// @param stack what is left to do
/// @param signal what is being thrown through the stack
/// @param scope the number of the innermost scope around it, or -1
/// @param nursery the number of the nursery it belongs to, or -1
/// @param cancels how many times it got a `Cancelled`
/// @param log what it logged
record TaskState(
    Status status,
    long wakeAt,
    Frame stack,
    Thrown signal,
    int scope,
    int nursery,
    int cancels,
    Trail log) {
  static final TaskState ABSENT =
      new TaskState(
          Status.ABSENT, ScopeState.NEVER, Frame.END, Thrown.None.NONE, -1, -1, 0, Trail.EMPTY);

  /// Whether a task can run.
  enum Status {
    ABSENT,
    READY,
    SLEEPING,
    /// At the end of a nursery, until it is closed.
    AT_END,
    DONE
  }

  static TaskState started(int at, int scope, int nursery) {
    return new TaskState(
        Status.READY,
        ScopeState.NEVER,
        Frame.END.push(at),
        Thrown.None.NONE,
        scope,
        nursery,
        0,
        Trail.EMPTY);
  }

  boolean ready() {
    return status == Status.READY;
  }

  TaskState withStack(Frame newStack) {
    return new TaskState(status, wakeAt, newStack, signal, scope, nursery, cancels, log);
  }

  /// Something (or nothing) goes on through `newStack`.
  TaskState with(Frame newStack, Thrown newSignal) {
    return new TaskState(status, wakeAt, newStack, newSignal, scope, nursery, cancels, log);
  }

  TaskState withScope(int newScope) {
    return new TaskState(status, wakeAt, stack, signal, newScope, nursery, cancels, log);
  }

  TaskState withNursery(int newNursery) {
    return new TaskState(status, wakeAt, stack, signal, scope, newNursery, cancels, log);
  }

  TaskState withLog(Trail newLog) {
    return new TaskState(status, wakeAt, stack, signal, scope, nursery, cancels, newLog);
  }

  TaskState sleeping(long until) {
    return new TaskState(Status.SLEEPING, until, stack, signal, scope, nursery, cancels, log);
  }

  TaskState atEnd() {
    return new TaskState(Status.AT_END, wakeAt, stack, signal, scope, nursery, cancels, log);
  }

  /// The wait is over.
  TaskState woken() {
    return new TaskState(
        Status.READY, ScopeState.NEVER, stack, signal, scope, nursery, cancels, log);
  }

  /// A `Cancelled` goes on through `newStack`.
  TaskState cancelled(Frame newStack) {
    return new TaskState(
        Status.READY,
        ScopeState.NEVER,
        newStack,
        Thrown.Cancel.CANCELLED,
        scope,
        nursery,
        cancels + 1,
        log);
  }

  TaskState done() {
    return new TaskState(
        Status.DONE, ScopeState.NEVER, stack, signal, scope, nursery, cancels, log);
  }
}
