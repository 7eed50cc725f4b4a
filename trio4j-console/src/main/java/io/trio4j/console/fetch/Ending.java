package io.trio4j.console.fetch;

import java.time.Duration;

/// What became of a URL.
sealed interface Ending {

  /// Whether the URL was fetched.
  default boolean isFetched() {
    return false;
  }

  /// What one attempt can give: an answer, or a failure of the connection.
  sealed interface Reply extends Ending {
    /// Whether another attempt may give something better.
    boolean isTransient();
  }

  /// The server answered, and its body was read.
  ///
  /// @param status the HTTP status, after redirects
  /// @param bodyBytes how long the body was
  record Answered(int status, long bodyBytes) implements Reply {
    private static final int TOO_MANY_REQUESTS = 429;

    @Override
    public boolean isFetched() {
      return status < 400;
    }

    @Override
    public boolean isTransient() {
      return status >= 500 || status == TOO_MANY_REQUESTS;
    }
  }

  /// There was no answer, or it broke off.
  ///
  /// @param problem what happened, in a few words
  /// @param isTransient whether another attempt may do better
  record Failed(String problem, boolean isTransient) implements Reply {}

  /// What was given is no URL we can fetch.
  ///
  /// @param problem what is wrong with it
  record Invalid(String problem) implements Ending {}

  /// The time-out of this URL passed, over all attempts.
  ///
  /// @param timeout how long that was
  record TimedOut(Duration timeout) implements Ending {}

  /// The fetch was under way when everything was stopped.
  ///
  /// @param why what stopped it
  record CutOff(String why) implements Ending {}

  /// Everything was stopped before its turn came.
  ///
  /// @param why what stopped it
  record NotStarted(String why) implements Ending {}
}
