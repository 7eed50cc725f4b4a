import org.jspecify.annotations.NullMarked;

/// The `trio4j` command: a program written on trio4j as any program would be, with nothing but the
/// public API.
@NullMarked
module io.trio4j.console {
  requires info.picocli;
  requires io.trio4j;
  requires java.net.http;
  requires java.xml;
  requires jdk.httpserver;
  requires tools.jackson.core;

  exports io.trio4j.console;

  // picocli sets the fields of the commands by reflection.
  opens io.trio4j.console to
      info.picocli;
  opens io.trio4j.console.fetch to
      info.picocli;
}
