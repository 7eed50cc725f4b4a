package io.trio4j.testing.planted;

import io.trio4j.Trio;
import io.trio4j.lowlevel.WaitToken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happens once, as a user would write it: who comes late does not wait.
final class Signal {
  private final List<WaitToken<@Nullable Void>> waiting = new ArrayList<>(); // guarded by this
  private boolean given; // guarded by this

  void give() {
    List<WaitToken<@Nullable Void>> all;
    synchronized (this) {
      given = true;
      all = new ArrayList<>(waiting);
      waiting.clear();
    }
    for (WaitToken<@Nullable Void> token : all) {
      token.tryReschedule(null);
    }
  }

  void await() {
    Trio.checkpoint();
    WaitToken<@Nullable Void> token = WaitToken.create(this);
    synchronized (this) {
      if (given) {
        return;
      }
      waiting.add(token);
    }
    token.park(() -> forget(token));
  }

  private synchronized void forget(WaitToken<@Nullable Void> token) {
    waiting.remove(token);
  }

  @Override
  public String toString() {
    return "Signal";
  }
}
