package io.trio4j.interruption.harness;

/// Code that blocks, or that ends what blocks.
@FunctionalInterface
public interface Code {
  void run() throws Exception;
}
