package io.trio4j.internal.time;

import org.jspecify.annotations.Nullable;

/// Nodes that are due, first in first out, linked through the nodes themselves.
///
/// Public, as [StripedWheels], for the model checker in the stress module.
///
/// @threadsafety none: one owner at a time
public final class DueList {
  private @Nullable TimerNode head;
  private @Nullable TimerNode tail;

  public boolean isEmpty() {
    return head == null;
  }

  /// Appends a node that has no links.
  void add(TimerNode node) {
    if (tail == null) {
      head = node;
    } else {
      tail.next = node;
    }
    tail = node;
  }

  /// Moves all nodes of the other list behind those of this one.
  void takeAll(DueList other) {
    if (other.head == null) {
      return;
    }
    if (tail == null) {
      head = other.head;
    } else {
      tail.next = other.head;
    }
    tail = other.tail;
    other.head = null;
    other.tail = null;
  }

  /// Takes the first node and makes it idle: the caller calls its [TimerNode#expire].
  ///
  /// @return null if the list is empty
  public @Nullable TimerNode poll() {
    TimerNode first = head;
    if (first == null) {
      return null;
    }
    head = first.next;
    if (head == null) {
      tail = null;
    }
    first.next = null;
    first.place = TimerNode.IDLE;
    return first;
  }
}
