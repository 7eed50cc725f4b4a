package io.trio4j.stress.canceltree;

import java.util.ArrayList;
import java.util.List;

/** The atomic steps of one process, written down in order with jumps, as an assembler does. */
final class Program {
  static final int NEXT = -1;
  static final int BLOCKED = -2;

  private final List<Step> steps = new ArrayList<>();
  private final List<Integer> placeOfLabel = new ArrayList<>();
  private final String name;
  private final Layout layout;
  private final int counter;

  Program(String name, Layout layout) {
    this.name = name;
    this.layout = layout;
    this.counter = layout.cell(".counter of " + name, 0);
  }

  String name() {
    return name;
  }

  /** A variable only this process sees. */
  int local(String variable) {
    return layout.cell("." + name + "." + variable, 0);
  }

  int label() {
    placeOfLabel.add(-1);
    return placeOfLabel.size() - 1;
  }

  void place(int label) {
    placeOfLabel.set(label, steps.size());
  }

  /**
   * Adds a step: one access to shared memory, with what the process computes from it on its own.
   */
  void step(String what, Action action) {
    steps.add(new Step(what, action));
  }

  /** Jumps without a step of its own being worth telling about. */
  void jump(int label) {
    step("go on", _ -> label);
  }

  boolean ended(byte[] memory) {
    return (memory[counter] & 0xff) >= steps.size();
  }

  String nextStep(byte[] memory) {
    return ended(memory) ? "ended" : steps.get(memory[counter] & 0xff).what();
  }

  /** Runs the next step in place and says whether there was one that could run. */
  boolean advance(byte[] memory) {
    if (ended(memory)) {
      return false;
    }
    int at = memory[counter] & 0xff;
    int target = steps.get(at).action().run(memory);
    if (target == BLOCKED) {
      return false;
    }
    int next = target == NEXT ? at + 1 : placeOfLabel.get(target);
    if (next < 0 || next > 255) {
      throw new IllegalStateException(name + " jumps to " + next + " from " + steps.get(at).what());
    }
    memory[counter] = (byte) next;
    return true;
  }

  /**
   * What a step does to the memory; it answers NEXT, BLOCKED (having changed nothing) or a label.
   */
  @FunctionalInterface
  interface Action {
    int run(byte[] memory);
  }

  private record Step(String what, Action action) {}
}
