package io.trio4j.interruption;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/// A lock or a monitor that another thread holds until it is told to let go.
final class Held implements AutoCloseable {
  final ReentrantLock lock = new ReentrantLock();
  final Object monitor = new Object();

  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Thread thread;

  private Held(boolean ofMonitor) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("holder")
            .unstarted(ofMonitor ? this::holdMonitor : this::holdLock);
  }

  static Held lock() throws InterruptedException {
    return new Held(false).begin();
  }

  static Held monitor() throws InterruptedException {
    return new Held(true).begin();
  }

  private Held begin() throws InterruptedException {
    thread.start();
    held.await();
    return this;
  }

  Thread thread() {
    return thread;
  }

  private void holdLock() {
    lock.lock();
    try {
      untilReleased();
    } finally {
      lock.unlock();
    }
  }

  private void holdMonitor() {
    synchronized (monitor) {
      untilReleased();
    }
  }

  private void untilReleased() {
    held.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void release() {
    released.countDown();
  }

  @Override
  public void close() {
    release();
  }
}
