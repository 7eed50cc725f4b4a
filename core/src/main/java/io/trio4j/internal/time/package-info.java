/// Says what time it is, and when a deadline has come.
///
/// Start with [io.trio4j.internal.time.TimeSource] and [io.trio4j.internal.time.TimerNode]. The
/// real clock is [io.trio4j.internal.time.RealTime], whose timer is a
/// [io.trio4j.internal.time.WheelTimer]; a clock of tests has a
/// [io.trio4j.internal.time.DeadlineHeap].
package io.trio4j.internal.time;
