package io.trio4j.stress.reference;

import static io.trio4j.stress.reference.Words.cancel;
import static io.trio4j.stress.reference.Words.checkpoint;
import static io.trio4j.stress.reference.Words.failAfter;
import static io.trio4j.stress.reference.Words.log;
import static io.trio4j.stress.reference.Words.nursery;
import static io.trio4j.stress.reference.Words.start;
import static io.trio4j.stress.reference.Words.started;
import static io.trio4j.stress.reference.Words.tryFinally;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaPrinterTest {

  @Test
  void prints_what_a_person_would_write() {
    Program program =
        Program.of(
            nursery(
                1,
                start(1, 2, started(2), failAfter(3, 5, tryFinally(checkpoint(), log(101)))),
                cancel(1)));

    assertThat(JavaPrinter.method("shows_it", Mode.DETERMINISTIC, program))
        .isEqualTo(
            """
              @Test
              void shows_it() throws Exception {
                Trio.run(RunOptions.deterministic(SEED), () -> {
                  Nursery.run("n1", n1 -> {
                    n1.start("t2", (TaskStatus<Integer> status2) -> {
                      status2.started(2);
                      CancelScope.failAfterRun(ofMillis(5), s3 -> {
                        try {
                          Trio.checkpoint();
                        } finally {
                          log(101);
                        }
                      });
                    });
                    n1.cancel();
                  });
                });
              }
            """);
  }

  @Test
  void prints_java_that_compiles(@TempDir Path classes) {
    List<JavaFileObject> files = new ArrayList<>();
    for (int seed = 0; seed < 40; seed++) {
      String name = "Program" + seed;
      Program program = Campaign.program(seed, Mode.DETERMINISTIC);
      String method = JavaPrinter.method("runs", Mode.DETERMINISTIC, program);
      files.add(new Text(name, JavaPrinter.file("generated", name, "seed " + seed + "\n", method)));
    }

    StringWriter messages = new StringWriter();
    assertThat(compile(files, classes, messages)).as(messages.toString()).isTrue();
  }

  private static boolean compile(List<JavaFileObject> files, Path classes, StringWriter messages) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = System.getProperty("java.class.path");
    String modules = System.getProperty("jdk.module.path", "");
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            classes.toString(),
            "-classpath",
            modules.isEmpty() ? path : path + System.getProperty("path.separator") + modules);
    return compiler.getTask(messages, null, null, options, null, files).call();
  }

  /// A source file in memory.
  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String name, String text) {
      super(URI.create("string:///generated/" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
