package io.trio4j;

/// Carries what some library keeps for the current thread into the tasks that are started there:
/// the MDC of a logger, the current span of a tracer. Runs are given carriers by
/// [RunOptions#withCarriers(ContextCarrier...)].
///
/// A carrier is called in three steps. At each start of a task, [#capture()] is called by whoever
/// starts it and takes along what is current there. Before the task's body begins,
/// [Captured#install()] is called in the task and makes that current. When the body has ended, what
/// `install` returned is closed, in the task, and puts back what was current before.
///
/// The shape is that of the libraries, so that most carriers are a line. OpenTelemetry's is `() ->
/// Context.current()::makeCurrent`, that of Micrometer's context propagation `() ->
/// snapshots.captureAll()::setThreadLocals`. One for a thread-local of your own:
///
/// {@snippet class="io.trio4j.snippets.CarrierSnippets" region="carrier"}
///
/// Nothing flows back: what a task makes current is current in it and in what it starts afterwards.
/// Whose context is taken:
///
/// | task | captured |
/// | --- | --- |
/// | child of a nursery | where `startSoon` or `start` is called |
/// | main task of a run | where [Trio#run(Action)] or [Trio#start(RunOptions)] is called |
/// | task handed in through a [RunHandle] | where the handle's method is called |
/// | system task, and with it the callbacks of a run token | where the run was started |
///
/// Carriers are installed in the order in which they were registered, and closed in reverse order,
/// inside the bindings of inherited [ScopedValue]s. A run inside a task has the carriers of the run
/// around it, and then its own. A run without carriers pays nothing for them.
///
/// As in a try-with-resources, a carrier that fails is no secret:
///
/// - what `capture` throws is thrown by the method that starts the task, and nothing was started;
/// - what `install` throws is the failure of the task, whose body does not run; carriers that were
///   installed before it are closed;
/// - what closing throws is the failure of the task if its body succeeded, and else is added to the
///   body's failure as suppressed. The other carriers are closed all the same.
///
/// @threadsafety called by many tasks at once; must not wait
/// @since 0.1
@FunctionalInterface
public interface ContextCarrier {
  /// Takes along what is current on this thread.
  ///
  /// @return what installs it: mostly in one task, perhaps in none; what is captured at the start
  ///   of a run is installed in each of its system tasks, several at once
  Captured capture();

  /// What was current where a task was started.
  ///
  /// {@snippet class="io.trio4j.snippets.CarrierSnippets" region="carrier"}
  ///
  /// @since 0.1
  @FunctionalInterface
  interface Captured {
    /// Makes it current on this thread.
    ///
    /// @return puts back what was current before; closed once, on the same thread
    /// @throws Exception becomes the failure of the task
    AutoCloseable install() throws Exception;
  }
}
