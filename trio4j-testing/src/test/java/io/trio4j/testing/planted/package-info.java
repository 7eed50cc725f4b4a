/// Small programs with a bug each, as users write them, and their mended twins: what an explorer
/// must find, and what it must leave alone.
@NullMarked
package io.trio4j.testing.planted;

import org.jspecify.annotations.NullMarked;
