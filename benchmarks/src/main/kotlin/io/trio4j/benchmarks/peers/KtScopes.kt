package io.trio4j.benchmarks.peers

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Coroutine side of W11, W12 and W13. */
object KtScopes {
    @JvmStatic
    fun ensureActive(n: Int) = runBlocking(Dispatchers.Default) {
        repeat(n) { currentCoroutineContext().ensureActive() }
    }

    @JvmStatic
    fun yields(tasks: Int, n: Int) = runBlocking(Dispatchers.Default) {
        repeat(tasks) { launch { repeat(n / tasks) { yield() } } }
    }

    @JvmStatic
    fun run() = runBlocking { }

    @JvmStatic
    fun runOnDefault() = runBlocking(Dispatchers.Default) { }

    @JvmStatic
    fun emptyScopes(n: Int) = runBlocking(Dispatchers.Default) {
        repeat(n) { coroutineScope { } }
    }
}
