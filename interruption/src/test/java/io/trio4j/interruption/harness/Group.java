package io.trio4j.interruption.harness;

/// A table of the page.
public enum Group {
  WAITS("Waits of java.util.concurrent and of objects"),
  FILES("Files"),
  PROCESSES("Processes"),
  NETWORK("Sockets and java.net.http"),
  DATABASES("Databases"),
  LUCENE("Lucene");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
