package io.trio4j.internal.cancel;

import io.trio4j.CancelReason;

/// A request to wind down, and when the hard cancel follows.
record SoftCancel(CancelReason reason, long hardNanos) {}
