package io.trio4j.internal.run;

import io.trio4j.CancelReason;
import io.trio4j.Task;
import io.trio4j.lowlevel.Instrument;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The instruments of a run and of all runs nested in it. A run that never had any has none of
/// these.
public final class Instruments {
  private static final System.Logger LOG = System.getLogger("io.trio4j.instruments");

  private final CopyOnWriteArrayList<Instrument> all;
  private final ThreadLocal<Boolean> calling = new ThreadLocal<>(); // set while one runs here

  Instruments(List<Instrument> all) {
    this.all = new CopyOnWriteArrayList<>(all);
  }

  public static void add(Instrument instrument) {
    RunTask.current().inRun().instrumentsToChange().all.addIfAbsent(instrument);
  }

  public static void remove(Instrument instrument) {
    Run run = RunTask.current().inRun();
    if (!run.instrumentsToChange().all.remove(instrument)) {
      throw new IllegalStateException(
          "instrument "
              + instrument
              + " is not in "
              + run.root()
              + ": it was never added, was removed before, or failed and was removed for that.");
    }
  }

  void each(Task<?> task, BiConsumer<Instrument, Task<?>> hook) {
    call(instrument -> hook.accept(instrument, task));
  }

  void swallowed(Task<?> task, CancelReason reason) {
    call(instrument -> instrument.cancelSwallowed(task, reason));
  }

  void call(Consumer<Instrument> hook) {
    if (all.isEmpty() || calling.get() != null) {
      return;
    }
    calling.set(true);
    try {
      for (Instrument instrument : all) {
        callOne(instrument, hook);
      }
    } finally {
      calling.remove();
    }
  }

  private void callOne(Instrument instrument, Consumer<Instrument> hook) {
    try {
      hook.accept(instrument);
    } catch (Throwable t) { // logged: a broken instrument must not break the run
      all.remove(instrument);
      LOG.log(System.Logger.Level.ERROR, "instrument " + instrument + " failed and was removed", t);
    }
  }
}
