package io.trio4j.interruption.harness;

/// A row of the page: something Java code blocks in, and what we advise. What comes of it is
/// recorded by the tests.
public enum Call {
  SLEEP(Group.WAITS, "`Thread.sleep`", Call.JUST_CALL),
  LATCHES(
      Group.WAITS,
      "`CountDownLatch.await`, `Semaphore.acquire`, `Condition.await`, `lockInterruptibly`, `Thread.join`",
      Call.JUST_CALL),
  QUEUE(Group.WAITS, "`BlockingQueue.take`, `put`", Call.JUST_CALL),
  OBJECT_WAIT(Group.WAITS, "`Object.wait`", Call.JUST_CALL),
  LOCK(Group.WAITS, "`ReentrantLock.lock`", "`lockInterruptibly`"),
  MONITOR(Group.WAITS, "entering `synchronized`", "a `ReentrantLock` and its `lockInterruptibly`"),
  FUTURE_GET(
      Group.WAITS,
      "`Future.get`, `CompletableFuture.get`",
      "`region.onCancel(() -> future.cancel(true))`, to end the work too"),
  FUTURE_JOIN(
      Group.WAITS,
      "`CompletableFuture.join`",
      "`get`, or `region.onCancel(() -> future.cancel(true))`"),
  EXECUTOR_CLOSE(Group.WAITS, "`ExecutorService.close`", Call.JUST_CALL),

  FILE_STREAMS(
      Group.FILES,
      "`Files.readString`, `writeString`, `copy`, `FileInputStream`, with the interrupt flag set",
      Call.JUST_CALL),
  FILE_CHANNEL(
      Group.FILES,
      "`FileChannel.read`, `write`, `Files.lines`, with the interrupt flag set",
      "don't set the flag again, or shield: `CancelScope.shielded` clears it"),
  FIFO(
      Group.FILES,
      "`FileChannel.read` of a pipe or a device",
      "a platform thread, and `region.onCancel(channel::close)`"),
  FIFO_STREAM(
      Group.FILES,
      "`FileInputStream.read` of a pipe or a device",
      "a platform thread that a cancel abandons"),
  PIPED_STREAM(Group.FILES, "`PipedInputStream.read`", Call.JUST_CALL),

  PROCESS_WAIT(Group.PROCESSES, "`Process.waitFor`", "`region.onCancel(process::destroy)`"),
  PROCESS_READ(
      Group.PROCESSES, "reading the output of a process", "`region.onCancel(process::destroy)`"),
  PROCESS_WRITE(
      Group.PROCESSES,
      "writing to a process that does not read",
      "`region.onCancel(process::destroy)`"),

  SOCKET_READ(
      Group.NETWORK,
      "`Socket.getInputStream().read`",
      "if the connection shall live: `waitOnCancel`, `setSoTimeout`, and again"),
  ACCEPT(
      Group.NETWORK, "`ServerSocket.accept`", "just call it, if the listener ends with the scope"),
  SOCKET_CHANNEL(
      Group.NETWORK, "`SocketChannel.read` (blocking)", "a non-blocking channel and a `Selector`"),
  SELECT(
      Group.NETWORK,
      "`Selector.select`",
      "a checkpoint after it: with the flag set it never waits"),
  HTTP_SEND(Group.NETWORK, "`HttpClient.send`", Call.JUST_CALL),
  HTTP_ASYNC_GET(
      Group.NETWORK,
      "`HttpClient.sendAsync(…).get()`",
      "`send`, or `region.onCancel(() -> response.cancel(true))`"),
  HTTP_ASYNC_JOIN(
      Group.NETWORK,
      "`HttpClient.sendAsync(…).join()`",
      "`send`, or `region.onCancel(() -> response.cancel(true))`"),
  HTTP_BODY(Group.NETWORK, "reading a body of `BodyHandlers.ofInputStream`", Call.JUST_CALL),
  JEDIS(
      Group.NETWORK,
      "Jedis: a command, `blpop`",
      "connections from a pool; or `waitOnCancel` and short time-outs of the server"),

  H2_QUERY(Group.DATABASES, "H2: a query that computes", "`region.onCancel(statement::cancel)`"),
  H2_LOCK(
      Group.DATABASES,
      "H2: a wait for a row another holds",
      "`region.onCancel(statement::cancel)` and a short `LOCK_TIMEOUT`"),
  H2_FILE(
      Group.DATABASES,
      "H2 on a file: a query that reads it with the interrupt flag set",
      "don't set the flag again, or shield"),
  SQLITE_QUERY(
      Group.DATABASES,
      "SQLite (xerial): a query that computes",
      "`region.onCancel(statement::cancel)`"),
  SQLITE_WRITE(
      Group.DATABASES,
      "SQLite: a long write in a transaction",
      "`region.onCancel(statement::cancel)`, and close the statements before it"),
  SQLITE_BUSY(
      Group.DATABASES,
      "SQLite: a wait for another writer (`busy_timeout`)",
      "`busy_timeout=0`, and again after a `Trio.sleep`"),
  PG_QUERY(Group.DATABASES, "PostgreSQL: a query", "`region.onCancel(statement::cancel)`"),
  PG_TRANSACTION(
      Group.DATABASES,
      "PostgreSQL: a query in a transaction",
      "`region.onCancel(statement::cancel)`, then `rollback`"),
  PG_NOTIFICATIONS(
      Group.DATABASES,
      "PostgreSQL: `getNotifications(0)`",
      "`waitOnCancel`, `getNotifications(millis)`, and again"),
  PG_CONNECT(Group.DATABASES, "PostgreSQL: connecting to a server that is silent", Call.JUST_CALL),
  HIKARI(Group.DATABASES, "HikariCP: `getConnection` of a pool that is empty", Call.JUST_CALL),

  LUCENE_NIO(
      Group.LUCENE,
      "`NIOFSDirectory`: a search with the interrupt flag set",
      "`MMapDirectory`; or shield"),
  LUCENE_MMAP(
      Group.LUCENE, "`MMapDirectory`: a search with the interrupt flag set", Call.JUST_CALL),
  LUCENE_COMMIT(
      Group.LUCENE,
      "`IndexWriter.commit` with the interrupt flag set",
      "don't set the flag again, or shield"),
  LUCENE_SEARCH(
      Group.LUCENE,
      "a search that waits somewhere",
      "`region.waitOnCancel()`, to have its result all the same");

  private static final String JUST_CALL = "just call it";

  private final Group group;
  private final String what;
  private final String advice;

  Call(Group group, String what, String advice) {
    this.group = group;
    this.what = what;
    this.advice = advice;
  }

  Group group() {
    return group;
  }

  String what() {
    return what;
  }

  String advice() {
    return advice;
  }

  /// Whether there is more to be shown than what a cancel does by itself.
  boolean isAdvised() {
    return !advice.startsWith(JUST_CALL);
  }
}
