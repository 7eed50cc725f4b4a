/// What every wait of trio4j is made of, for those who write primitives of their own.
///
/// Start with [WaitToken], [Checkpoints] and [ParkingLot]. Locks, channels and streams of trio4j
/// use nothing below this package.
package io.trio4j.lowlevel;
