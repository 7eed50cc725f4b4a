package io.trio4j.junit.kits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.trio4j.Nursery;
import io.trio4j.Task;
import io.trio4j.testing.FaultInjector;
import io.trio4j.testing.TaskStates;
import io.trio4j.testing.Testing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The rules of a channel, as tests. A test class that implements this interface has them all.
///
/// {@snippet class="io.trio4j.junit.kits.SampleChannelTest" region="channel"}
///
/// Each rule runs in each mode, with each of the [#capacities()].
///
/// The file is long because each rule is a test with a name of its own.
///
/// @source Trio memory channels; conformance section 12
/// @since 0.1
public interface ChannelConformance {
  /// Makes the channel to be tested.
  ///
  /// @param capacity how many items it holds; 0 if a send waits for its receiver
  /// @return a new, open one
  TestedChannel newChannel(int capacity);

  /// The capacities to test with.
  ///
  /// @return 0, 1 and 3 unless overridden; never empty
  default List<Integer> capacities() {
    return List.of(0, 1, 3);
  }

  /// What a receiver gets when the sender was closed and everything has been received.
  ///
  /// @return such as `EndOfChannelException.class`
  Class<? extends Throwable> atTheEnd();

  /// What a sender gets when the receiver was closed.
  ///
  /// @return such as `BrokenResourceException.class`
  Class<? extends Throwable> withoutReceiver();

  /// What one gets who uses an end after closing it.
  ///
  /// @return such as `ClosedResourceException.class`
  Class<? extends Throwable> afterClosing();

  private void forEachCapacity(ChannelRule rule) {
    for (int capacity : capacities()) {
      TestedChannel channel = newChannel(capacity);
      try {
        Kit.inTime(nursery -> rule.check(nursery, channel, capacity));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("with capacity " + capacity + ": " + e, e);
      }
    }
  }

  private static Task<?> startReceiving(Nursery nursery, TestedChannel channel, List<Integer> got) {
    Task<?> task = nursery.startSoon("receiver", () -> got.add(channel.receive()));
    Testing.waitAllTasksBlocked();
    return task;
  }

  private static Task<?> startSending(Nursery nursery, TestedChannel channel, int item) {
    Task<?> task = nursery.startSoon("sender of " + item, () -> channel.send(item));
    Testing.waitAllTasksBlocked();
    return task;
  }

  private static void fill(TestedChannel channel, int capacity) throws Exception {
    for (int item = 0; item < capacity; item++) {
      channel.send(item);
    }
  }

  private static void receiveRest(TestedChannel channel, int count, List<Integer> got)
      throws Exception {
    for (int i = 0; i < count; i++) {
      got.add(channel.receive());
    }
  }

  /// What is sent first is received first.
  @EachMode
  default void items_arrive_in_order() {
    forEachCapacity((nursery, channel, _) -> {
      nursery.startSoon(
          "sender",
          () -> {
            for (int item = 0; item < 10; item++) {
              channel.send(item);
            }
          });
      List<Integer> got = new ArrayList<>();
      receiveRest(channel, 10, got);
      assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), got, "the items in order");
    });
  }

  /// A send waits when there is no room, and only then.
  @EachMode
  default void sending_waits_for_room() {
    forEachCapacity((nursery, channel, capacity) -> {
      for (int item = 0; item < capacity; item++) {
        TaskStates.assertDone(startSending(nursery, channel, item));
      }
      Task<?> late = startSending(nursery, channel, capacity);
      TaskStates.assertBlocked(late);
      assertEquals(0, channel.receive(), "the first item");
      Testing.waitAllTasksBlocked();
      TaskStates.assertDone(late);
      receiveRest(channel, capacity, new ArrayList<>());
    });
  }

  /// A receive waits until there is an item.
  @EachMode
  default void receiving_waits_for_an_item() {
    forEachCapacity((nursery, channel, _) -> {
      List<Integer> got = new CopyOnWriteArrayList<>();
      TaskStates.assertBlocked(startReceiving(nursery, channel, got));
      channel.send(7);
      Testing.waitAllTasksBlocked();
      assertEquals(List.of(7), got, "what the waiting receiver got");
    });
  }

  /// Both are whole checkpoints, also when they need not wait.
  @EachMode
  default void sending_and_receiving_are_checkpoints() {
    forEachCapacity((nursery, channel, capacity) -> {
      if (capacity == 0) {
        startReceiving(nursery, channel, new ArrayList<>());
      }
      Testing.assertCheckpoints(() -> channel.send(1));
      if (capacity == 0) {
        startSending(nursery, channel, 2);
      }
      Testing.assertCheckpoints(() -> channel.receive());
    });
  }

  /// In a cancelled scope nothing is sent.
  @EachMode
  default void in_a_cancelled_scope_nothing_is_sent() {
    forEachCapacity((nursery, channel, _) -> {
      List<Integer> got = new CopyOnWriteArrayList<>();
      startReceiving(nursery, channel, got);
      Kit.cancelled(() -> channel.send(1));
      Testing.waitAllTasksBlocked();
      assertEquals(List.of(), got, "what was received of a cancelled send");
      channel.send(2);
      Testing.waitAllTasksBlocked();
      assertEquals(List.of(2), got, "what was received after a cancelled send of 1");
    });
  }

  /// In a cancelled scope nothing is received.
  @EachMode
  default void in_a_cancelled_scope_nothing_is_received() {
    forEachCapacity((nursery, channel, _) -> {
      startSending(nursery, channel, 1);
      Kit.cancelled(() -> channel.receive());
      assertEquals(1, channel.receive(), "what a cancelled receive must have left");
    });
  }

  /// A waiting send that is cancelled sent nothing and is in nobody's way.
  @EachMode
  default void a_cancelled_send_sent_nothing() {
    forEachCapacity((nursery, channel, capacity) -> {
      fill(channel, capacity);
      Task<?> cancelled = startSending(nursery, channel, 100);
      startSending(nursery, channel, 101);
      cancelled.cancel();
      Testing.waitAllTasksBlocked();
      List<Integer> got = new ArrayList<>();
      receiveRest(channel, capacity + 1, got);
      assertFalse(got.contains(100), "an item of a cancelled send was received: " + got);
      assertEquals(101, got.getLast(), "the item of the sender behind the cancelled one");
    });
  }

  /// A waiting receive that is cancelled took nothing and is in nobody's way.
  @EachMode
  default void a_cancelled_receive_took_nothing() {
    forEachCapacity((nursery, channel, _) -> {
      List<Integer> got = new CopyOnWriteArrayList<>();
      Task<?> cancelled = startReceiving(nursery, channel, new ArrayList<>());
      startReceiving(nursery, channel, got);
      cancelled.cancel();
      Testing.waitAllTasksBlocked();
      channel.send(1);
      Testing.waitAllTasksBlocked();
      assertEquals(List.of(1), got, "what the receiver behind the cancelled one got");
    });
  }

  /// Who waits longest for an item gets the first one.
  @EachMode
  default void receivers_are_served_in_order() {
    forEachCapacity((nursery, channel, _) -> {
      List<Integer> first = new CopyOnWriteArrayList<>();
      List<Integer> second = new CopyOnWriteArrayList<>();
      startReceiving(nursery, channel, first);
      startReceiving(nursery, channel, second);
      channel.send(1);
      channel.send(2);
      Testing.waitAllTasksBlocked();
      assertEquals(List.of(1), first, "what the first receiver got");
      assertEquals(List.of(2), second, "what the second receiver got");
    });
  }

  /// Who waits longest for room sends first.
  @EachMode
  default void senders_are_served_in_order() {
    forEachCapacity((nursery, channel, capacity) -> {
      fill(channel, capacity);
      for (int item = 100; item < 103; item++) {
        startSending(nursery, channel, item);
      }
      List<Integer> got = new ArrayList<>();
      receiveRest(channel, capacity + 3, got);
      assertEquals(
          List.of(100, 101, 102),
          got.subList(capacity, capacity + 3),
          "the waiting senders' items");
    });
  }

  /// An item goes to one receiver.
  @EachMode
  default void an_item_goes_to_one_receiver() {
    forEachCapacity((nursery, channel, _) -> {
      List<Integer> got = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 3; i++) {
        startReceiving(nursery, channel, got);
      }
      channel.send(1);
      Testing.waitAllTasksBlocked();
      assertEquals(List.of(1), got, "what three waiting receivers got of one item");
      nursery.cancel();
    });
  }

  /// After the sender was closed the rest is received, and then comes the end.
  @EachMode
  default void closing_the_sender_ends_receiving_after_the_rest() {
    forEachCapacity((_, channel, capacity) -> {
      fill(channel, capacity);
      channel.closeSender();
      List<Integer> got = new ArrayList<>();
      receiveRest(channel, capacity, got);
      assertEquals(capacity, got.size(), "what was received after the sender was closed");
      Kit.assertThrows(atTheEnd(), "receiving at the end", () -> channel.receive());
      Kit.assertThrows(atTheEnd(), "receiving at the end again", () -> channel.receive());
    });
  }

  /// Who waits for an item when the sender is closed is told.
  @EachMode
  default void closing_the_sender_wakes_receivers() {
    forEachCapacity((nursery, channel, _) -> {
      List<Task<?>> waiting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        waiting.add(
            nursery.startSoon(
                "receiver",
                () ->
                    Kit.assertThrows(atTheEnd(), "receiving at the end", () -> channel.receive())));
      }
      Testing.waitAllTasksBlocked();
      channel.closeSender();
      Testing.waitAllTasksBlocked();
      waiting.forEach(TaskStates::assertDone);
    });
  }

  /// After the receiver was closed nobody sends, and who waits for room is told.
  @EachMode
  default void closing_the_receiver_fails_senders() {
    forEachCapacity((nursery, channel, capacity) -> {
      fill(channel, capacity);
      List<Task<?>> waiting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        waiting.add(
            nursery.startSoon(
                "sender",
                () ->
                    Kit.assertThrows(
                        withoutReceiver(), "sending to nobody", () -> channel.send(100))));
      }
      Testing.waitAllTasksBlocked();
      channel.closeReceiver();
      Testing.waitAllTasksBlocked();
      waiting.forEach(TaskStates::assertDone);
      Kit.assertThrows(withoutReceiver(), "sending to nobody", () -> channel.send(101));
    });
  }

  /// An end that was closed can't be used.
  @EachMode
  default void an_end_that_was_closed_refuses() {
    forEachCapacity((_, channel, capacity) -> {
      channel.closeSender();
      Kit.assertThrows(afterClosing(), "sending after closing", () -> channel.send(1));
      TestedChannel other = newChannel(capacity);
      other.closeReceiver();
      Kit.assertThrows(afterClosing(), "receiving after closing", () -> other.receive());
    });
  }

  /// Closing is no checkpoint, and a second time does nothing.
  @EachMode
  default void closing_twice_does_nothing() {
    forEachCapacity((_, channel, _) -> {
      Testing.assertNoCheckpoints(() -> channel.closeSender());
      Testing.assertNoCheckpoints(() -> channel.closeSender());
      Testing.assertNoCheckpoints(() -> channel.closeReceiver());
      Testing.assertNoCheckpoints(() -> channel.closeReceiver());
    });
  }

  /// Wherever a cancel hits a receiver, each item is received once: by it or by another.
  @EachMode
  default void a_cancelled_receiver_loses_no_item() {
    for (int capacity : capacities()) {
      FaultInjector.cancelAtEachCheckpoint(faults -> {
        TestedChannel channel = newChannel(capacity);
        List<Integer> got = new CopyOnWriteArrayList<>();
        Kit.inTime(nursery -> {
          nursery.startSoon(
              "victim",
              () ->
                  // to the end, as the other: how many each of them gets is open
                  faults.inject(() -> receiveAll(channel, got)));
          nursery.startSoon(
              "sender",
              () -> {
                for (int item = 0; item < 4; item++) {
                  channel.send(item);
                }
                channel.closeSender();
              });
          nursery.startSoon("other", () -> receiveAll(channel, got));
        });
        assertEquals(
            List.of(0, 1, 2, 3), Kit.sorted(got), "with capacity " + capacity + ", all received");
      });
    }
  }

  private void receiveAll(TestedChannel channel, List<Integer> got) throws Exception {
    try {
      for (int i = 0; i < Kit.MORE_THAN_IS_SENT; i++) {
        got.add(channel.receive());
      }
    } catch (Throwable end) { // the way it is to end, or thrown on
      if (!atTheEnd().isInstance(end)) {
        throw end;
      }
      return;
    }
    throw new AssertionError("more is received than was sent: " + got);
  }

  /// Wherever a cancel hits a sender, what it says it sent is received, and nothing else.
  @EachMode
  default void a_cancelled_sender_sent_all_or_nothing() {
    for (int capacity : capacities()) {
      FaultInjector.cancelAtEachCheckpoint(faults -> {
        TestedChannel channel = newChannel(capacity);
        List<Integer> sent = new CopyOnWriteArrayList<>();
        List<Integer> got = new CopyOnWriteArrayList<>();
        Kit.inTime(nursery -> {
          nursery.startSoon(
              "victim",
              () -> {
                faults.inject(() -> {
                  for (int item = 0; item < 4; item++) {
                    channel.send(item);
                    sent.add(item);
                  }
                });
                channel.closeSender();
              });
          nursery.startSoon("receiver", () -> receiveAll(channel, got));
        });
        assertEquals(sent, got, "with capacity " + capacity + ", sent and received");
      });
    }
  }
}
