/// Waiting: how one task stops until another says that it may go on.
package io.trio4j.internal.park;
