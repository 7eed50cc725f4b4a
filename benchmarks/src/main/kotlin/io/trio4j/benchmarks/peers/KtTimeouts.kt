package io.trio4j.benchmarks.peers

import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

/** Coroutine side of W4. */
object KtTimeouts {
    private const val HOUR = 3_600_000L

    /** Coroutines inside pending time-outs, until closed. */
    @JvmStatic
    fun hold(n: Int): AutoCloseable {
        val scope = CoroutineScope(Dispatchers.Default)
        val inside = CountDownLatch(n)
        repeat(n) {
            scope.launch {
                withTimeout(HOUR) {
                    inside.countDown()
                    awaitCancellation()
                }
            }
        }
        inside.await()
        return AutoCloseable { scope.cancel() }
    }

    @JvmStatic
    fun enterLeave(n: Int) = runBlocking(Dispatchers.Default) {
        repeat(n) { withTimeout(HOUR) { } }
    }

    @JvmStatic
    fun enterCheckLeave(n: Int) = runBlocking(Dispatchers.Default) {
        repeat(n) { withTimeout(HOUR) { currentCoroutineContext().ensureActive() } }
    }

    @JvmStatic
    fun enterYieldLeave(n: Int) = runBlocking(Dispatchers.Default) {
        repeat(n) { withTimeout(HOUR) { yield() } }
    }
}
