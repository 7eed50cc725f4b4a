package io.trio4j.benchmarks.peers

import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/** Coroutine side of W5 and W6. */
object KtOneShot {
    private const val HOUR = 3_600_000L
    private const val SETTLE = 300L

    /** Calls fuse when all sleep and the cancel begins; returns when all are joined. */
    @JvmStatic
    fun storm(n: Int, fuse: Runnable) = runBlocking(Dispatchers.Default) {
        val asleep = CountDownLatch(n)
        val job = launch {
            repeat(n) {
                launch {
                    asleep.countDown()
                    delay(HOUR)
                }
            }
        }
        withContext(Dispatchers.IO) { asleep.await() }
        delay(SETTLE)
        fuse.run()
        job.cancelAndJoin()
    }

    /** Returns what keeps the parked coroutines alive. */
    @JvmStatic
    fun park(n: Int, parked: CountDownLatch): Any {
        val scope = CoroutineScope(Dispatchers.Default)
        scope.launch {
            repeat(n) {
                launch {
                    parked.countDown()
                    awaitCancellation()
                }
            }
        }
        return scope
    }
}
