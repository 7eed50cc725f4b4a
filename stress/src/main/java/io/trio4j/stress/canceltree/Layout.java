package io.trio4j.stress.canceltree;

import java.util.ArrayList;
import java.util.List;

/** Where the model's variables lie in a state, a plain byte array, and what they hold at first. */
final class Layout {
  private final List<String> names = new ArrayList<>();
  private final List<Byte> initial = new ArrayList<>();

  int cell(String name, int value) {
    names.add(name);
    initial.add((byte) value);
    return names.size() - 1;
  }

  int[] cells(String name, int count, int value) {
    var indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = cell(name + "[" + i + "]", value);
    }
    return indices;
  }

  void initially(int cell, int value) {
    initial.set(cell, (byte) value);
  }

  byte[] initialState() {
    var state = new byte[initial.size()];
    for (int i = 0; i < state.length; i++) {
      state[i] = initial.get(i);
    }
    return state;
  }

  /**
   * Says what a step changed, leaving out the processes' own variables (their names begin with a
   * point).
   */
  String difference(byte[] before, byte[] after) {
    var text = new StringBuilder();
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i] && !names.get(i).startsWith(".")) {
        text.append("  ").append(names.get(i)).append(": ").append(before[i]).append(" -> ");
        text.append(after[i]);
      }
    }
    return text.toString();
  }
}
