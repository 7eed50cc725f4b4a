package io.trio4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ThreadDumpTest {
  @Test
  void it_has_every_thread_with_its_stack() throws InterruptedException {
    Thread parked = Thread.ofVirtual().name("p\"\\\u2028\n").start(LockSupport::park);
    while (parked.getState() != Thread.State.WAITING) {
      Thread.yield();
    }

    List<ThreadDump.Entry> threads = ThreadDump.take().threads();
    LockSupport.unpark(parked);
    parked.join();

    assertThat(threads)
        .filteredOn(thread -> thread.id() == Thread.currentThread().threadId())
        .singleElement()
        .satisfies(me -> {
          assertThat(me.virtual()).isFalse();
          assertThat(me.name()).isEqualTo(Thread.currentThread().getName());
          assertThat(me.stack()).anyMatch(frame -> frame.contains("ThreadDumpTest"));
          assertThat(me.isOurs()).isTrue();
        });
    assertThat(threads)
        .filteredOn(thread -> thread.id() == parked.threadId())
        .singleElement()
        .satisfies(other -> {
          assertThat(other.virtual()).isTrue();
          assertThat(other.state()).isEqualTo("WAITING");
          assertThat(other.name()).startsWith("p\\\"\\\\");
          assertThat(other.isOurs()).isFalse();
        });
  }

  @Test
  void it_can_be_taken_by_an_interrupted_thread() {
    Thread.currentThread().interrupt();

    List<ThreadDump.Entry> threads = ThreadDump.take().threads();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(threads).isNotEmpty();
  }

  @Test
  void it_does_not_depend_on_order_and_line_breaks() {
    String json =
        """
        {"threadDump":{"threadContainers":[{"container":"<root>","threads":[
        {"tid":7,"virtual":true,"stack":["app\\/\\/io.trio4j.Trio.sleep(Trio.java:1)"],"state":"WAITING","name":"x"},
        {"tid":"8","name":"io.trio4j.","stack":[],"state":"RUNNABLE"}]}]}}
        """;

    assertThat(ThreadDump.parse(json).threads())
        .containsExactly(
            new ThreadDump.Entry(
                7, "x", true, "WAITING", List.of("app//io.trio4j.Trio.sleep(Trio.java:1)")),
            new ThreadDump.Entry(8, "io.trio4j.", false, "RUNNABLE", List.of()));
    assertThat(ThreadDump.parse(json).threads())
        .extracting(ThreadDump.Entry::isOurs)
        .containsExactly(true, false);
  }
}
