/// Sections 6, 29 and 36: time-outs and sleeping, the virtual clock, what is a checkpoint.
package io.trio4j.conformance.time;
