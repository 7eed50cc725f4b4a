/// The cancel tree: which code is cancelled, and who is told.
package io.trio4j.internal.cancel;
