package io.trio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Each public type shows how it is used, in a snippet that is compiled and run.
class ExamplesTest {
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^public (?!@interface).*\\b(class|interface|record|enum)\\b", Pattern.MULTILINE);

  @Test
  void each_public_type_has_an_example() throws IOException {
    List<String> without = new ArrayList<>();
    int seen = 0;
    for (Path source : CompiledModule.ofThisBuild().publicSources()) {
      String text = Files.readString(source);
      if (PUBLIC_TYPE.matcher(text).find()) {
        seen++;
        if (!hasExample(text)) {
          without.add(source.getFileName().toString());
        }
      }
    }

    assertThat(without).isEmpty();
    assertThat(seen).isGreaterThan(40);
  }

  @Test
  void a_type_whose_members_alone_have_one_is_found() {
    assertThat(
            hasExample(
                "/// A door.\npublic interface Door {\n  /// {@snippet x}\n  void open();\n}"))
        .isFalse();
    assertThat(hasExample("/// A door. {@snippet x}\npublic interface Door {}")).isTrue();
  }

  private static boolean hasExample(String source) {
    var type = PUBLIC_TYPE.matcher(source);
    return type.find() && source.substring(0, type.start()).contains("{@snippet");
  }
}
