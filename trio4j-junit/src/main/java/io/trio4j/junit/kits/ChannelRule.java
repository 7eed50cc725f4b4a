package io.trio4j.junit.kits;

import io.trio4j.Nursery;

/// One rule, checked on a fresh channel in a nursery of its own.
@FunctionalInterface
interface ChannelRule {
  void check(Nursery nursery, TestedChannel channel, int capacity) throws Exception;
}
