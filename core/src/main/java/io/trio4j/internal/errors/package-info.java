/// How an exception group is walked: for its leaves, its halves, its handlers, its text.
///
/// Everything here works on what [io.trio4j.ExceptionGroup] shows to everybody and keeps no state
/// between two calls.
package io.trio4j.internal.errors;
