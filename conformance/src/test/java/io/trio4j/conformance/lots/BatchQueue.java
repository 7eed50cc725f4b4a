package io.trio4j.conformance.lots;

import io.trio4j.lowlevel.Checkpoints;
import io.trio4j.lowlevel.ParkingLot;
import java.util.ArrayList;
import java.util.List;

/// A queue of which a reader takes all there is, as Trio builds it on a parking lot.
///
/// Whether items are there, and the parking, are two steps: it is right where one task runs at a
/// time, or where items come only while the readers wait. That is what the tests do.
final class BatchQueue<T> {
  private final ParkingLot lot = ParkingLot.of("a batch");
  private final List<T> items = new ArrayList<>(); // guarded by this
  private boolean nobodyTold; // guarded by this; items are there and no reader was woken for them

  /// Adds `more` and wakes one reader for all that is there.
  synchronized void put(List<T> more) {
    if (items.isEmpty()) {
      nobodyTold = lot.unpark(1) == 0;
    }
    items.addAll(more);
  }

  /// Waits until there are items, and takes them all.
  List<T> takeBatch() {
    Checkpoints.checkpointIfCancelled();
    if (itemsForAnybody()) {
      List<T> batch = takeAll();
      Checkpoints.schedulePoint();
      return batch;
    }
    lot.park();
    return takeAll();
  }

  private synchronized boolean itemsForAnybody() {
    return nobodyTold;
  }

  private synchronized List<T> takeAll() {
    List<T> batch = List.copyOf(items);
    items.clear();
    nobodyTold = false;
    return batch;
  }
}
