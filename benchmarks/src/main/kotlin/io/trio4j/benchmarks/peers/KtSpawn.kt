package io.trio4j.benchmarks.peers

import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Coroutine side of W1, W1b and W2, on Dispatchers.Default (as many threads as cores). */
object KtSpawn {
    private const val FAN_OUT = 10

    @JvmStatic
    fun spawnJoin(scopes: Int, n: Int) = runBlocking(Dispatchers.Default) {
        repeat(scopes) {
            coroutineScope { repeat(n) { launch { } } }
        }
    }

    @JvmStatic
    fun tree(leaves: Int): Long = runBlocking(Dispatchers.Default) { node(0, leaves) }

    private suspend fun node(id: Long, size: Int): Long {
        if (size == 1) return id
        val part = size / FAN_OUT
        return coroutineScope {
            val children = Array(FAN_OUT) { i -> async { node(id + i.toLong() * part, part) } }
            var sum = 0L
            for (c in children) sum += c.await()
            sum
        }
    }

    @JvmStatic
    fun blockOnce(how: String, n: Int) = runBlocking(Dispatchers.Default) {
        when (how) {
            "sleep" -> coroutineScope { repeat(n) { launch { delay(1) } } }
            "gate" -> {
                val gate = CompletableDeferred<Unit>()
                val came = AtomicInteger()
                coroutineScope {
                    repeat(n) {
                        launch { if (came.incrementAndGet() == n) gate.complete(Unit) else gate.await() }
                    }
                }
            }
            else -> error(how)
        }
    }
}
