package io.trio4j.internal.run;

import java.util.concurrent.locks.LockSupport;

/// Stops threads and lets them go on: the seam through which tools that follow threads see us.
public interface Parker {
  /// The JDK's.
  Parker JDK =
      new Parker() {
        @Override
        public void park(Object subject) {
          LockSupport.park(subject);
        }

        @Override
        public void unpark(Thread thread) {
          LockSupport.unpark(thread);
        }
      };

  /// Stops the current thread until [#unpark] was or is called; may return early.
  void park(Object subject);

  /// Lets `thread` return from its current or next park.
  void unpark(Thread thread);
}
