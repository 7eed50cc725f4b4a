package io.trio4j.conformance.instruments;

import io.trio4j.Task;
import io.trio4j.lowlevel.Instrument;
import java.util.ArrayList;
import java.util.List;

/// Keeps what happens to tasks whose name begins with a text, and when the run begins and ends.
class Recorder implements Instrument {
  private final String prefix;
  private final List<String> events = new ArrayList<>(); // guarded by this

  Recorder(String prefix) {
    this.prefix = prefix;
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  private synchronized void add(String event) {
    events.add(event);
  }

  private void add(String event, Task<?> task) {
    if (task.name().startsWith(prefix)) {
      add(event + " " + task.name());
    }
  }

  @Override
  public void beforeRun() {
    add("before run");
  }

  @Override
  public void afterRun() {
    add("after run");
  }

  @Override
  public void taskScheduled(Task<?> task) {
    add("scheduled", task);
  }

  @Override
  public void beforeTaskStep(Task<?> task) {
    add("before", task);
  }

  @Override
  public void afterTaskStep(Task<?> task) {
    add("after", task);
  }
}
