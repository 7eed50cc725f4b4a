/// A lock, a rendezvous channel with select, a readiness wait and a thread bridge on `lowlevel`
/// alone.
package io.trio4j.lowlevelproof;
