package io.trio4j.interruption.harness;

/// What the page says around its tables. Where it states a fact, it names the test.
final class PageText {
  /// With the versions of the libraries.
  static final String HEAD =
      """
      # What a cancel does to code that blocks

      Cancelling a task ends its waits in trio4j. A task that blocks elsewhere is interrupted, if its thread is seen to
      wait; one that runs, be it in Java or in the system, is not touched. Some code ends cleanly then, some loses its
      connection, some closes a file for everybody, some does not care. These tables say which, and what we advise.

      Written by the build from what the tests found: do not edit
      (`mvn -pl interruption -am verify -Dtrio4j.interruption.write=true`). Each call is one that would block for ever; its
      task's scope is cancelled meanwhile; where it ends or returns, it does so in each of the three modes. No row leaves a task or a thread of trio4j behind. Taken on virtual threads of
      JDK 25 on Linux, with %s.

      - *ends: X* – the code threw X because of the cancel; trio4j makes it the cause of the `Cancelled`. The scope absorbs it.
      - *fails: X* – the code threw X, and trio4j can't know that the cancel is behind it: X is an error.
      - *with the interrupt flag set* – somebody caught `InterruptedException` and set the flag again, as books advise. Inside a
        cancelled scope there is no need: the next checkpoint throws anyway.

      ## What to write

      | the call | write |
      | --- | --- |
      | ends, and nothing is lost | nothing: just call it |
      | can be stopped by an action | `Trio.blocking(region -> { region.onCancel(statement::cancel); … })` |
      | must not be disturbed | `Trio.blocking(region -> { region.waitOnCancel(); … })`, with a time-out of its own |
      | is clean-up | `CancelScope.cleanup(grace, …)`: shielded, with our interrupt flag cleared |
      | can't be stopped at all | a platform thread of its own, below |
      """;

  /// With two pieces of code.
  static final String TAIL =
      """

      ## A statement's cancel that comes too early

      `Statement.cancel` does nothing while no statement runs, and a region runs its action once. If the cancel comes between
      `onCancel` and the moment the driver has begun, it is lost, and the statement runs to its end
      (`StatementCallTest.a_single_cancel_before_the_statement_begins_is_lost`). Where statements are long, cancel until it is
      over (`StatementCallTest.a_cancel_until_it_is_over_is_not_lost`):

      ```java
      %s
      ```

      ## What can't be stopped

      Some calls heed nothing: reads of pipes and devices, native code, locks of others. Run them on a platform thread and wait
      for its future. A cancel ends the wait at once; the thread ends when its call does, and what it returns is dropped
      (`FilesTest.a_stream_on_a_pipe_is_abandoned`). If something does stop the call, say it, and the task waits for the thread
      (`FilesTest.a_channel_on_a_pipe_is_closed_on_its_own_thread`): a read of a `FileChannel` is ended by `close` on a platform
      thread; on a virtual one `close` waits for the read
      (`FilesTest.a_channel_on_a_pipe_is_not_ended_by_a_close_if_the_thread_is_virtual`).

      ```java
      %s
      ```

      ## PostgreSQL's server

      The rows of PostgreSQL ran against a real server, started by the tests from the binaries of `io.zonky.test.postgres`, on
      loopback. Profiles of `interruption/pom.xml` choose the binaries: Linux on amd64 and arm64, macOS. PostgreSQL refuses to
      run as root; there it is started by `unshare -U`. Where it can't be started its tests are skipped, with the reason, and
      its rows stay as they are.
      """;

  private PageText() {}
}
