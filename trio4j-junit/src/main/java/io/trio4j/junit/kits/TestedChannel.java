package io.trio4j.junit.kits;

/// Somebody's channel for numbers, as [ChannelConformance] wants to use it.
///
/// {@snippet class="io.trio4j.junit.kits.SampleChannelTest" region="channel"}
///
/// @since 0.1
public interface TestedChannel {
  /// Sends, waiting until there is room, or without a buffer, until it is received.
  ///
  /// @param item any number
  /// @throws Exception as [ChannelConformance] says; anything else fails the test
  /// @checkpoint always
  /// @oncancel nothing was sent
  void send(int item) throws Exception;

  /// Receives, waiting until there is something.
  ///
  /// @return what was sent
  /// @throws Exception as [ChannelConformance] says; anything else fails the test
  /// @checkpoint always
  /// @oncancel nothing was taken
  int receive() throws Exception;

  /// Says that nothing will be sent any more.
  ///
  /// @throws Exception fails the test
  void closeSender() throws Exception;

  /// Says that nothing will be received any more.
  ///
  /// @throws Exception fails the test
  void closeReceiver() throws Exception;
}
