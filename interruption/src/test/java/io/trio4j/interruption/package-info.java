/// What an interrupt does to Java's, drivers' and libraries' blocking calls, and whether what we
/// advise works: each test shows a row of `docs/interruption.md`.
@NullMarked
package io.trio4j.interruption;

import org.jspecify.annotations.NullMarked;
