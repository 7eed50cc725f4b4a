package io.trio4j.interruption.harness;

import java.lang.Thread.State;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// When a call has come to the point at which the cancel shall meet it. Asked again and again, by
/// another thread.
@FunctionalInterface
public interface When {
  boolean isThere(Thread subject);

  /// It waits in `place`: the beginning of a frame's `package.Class.method`.
  static When waitingIn(String place) {
    return in(place)
        .and(subject ->
            subject.getState() == State.WAITING || subject.getState() == State.TIMED_WAITING);
  }

  /// It is in `place`, be it that it runs, waits, or sits in a system call.
  static When in(String place) {
    return subject ->
        Arrays.stream(subject.getStackTrace())
            .anyMatch(
                frame -> (frame.getClassName() + "." + frame.getMethodName()).startsWith(place));
  }

  /// It waits for a monitor.
  static When enteringMonitor() {
    return subject -> subject.getState() == State.BLOCKED;
  }

  /// Its virtual thread holds a carrier, so that nobody else can run there.
  static When holdingCarrier() {
    return subject -> subject.toString().contains("@"); // as Thread.toString documents it
  }

  /// Something else says so: the server that got the request, the function the query called.
  static When is(BooleanSupplier condition) {
    return _ -> condition.getAsBoolean();
  }

  default When and(When other) {
    return subject -> isThere(subject) && other.isThere(subject);
  }
}
