package io.trio4j.conformance.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/// The warning is javac's, at compile time; ours is what it says: since when. What to use instead
/// stands in the Javadoc it leads to.
class DeprecationTest {
  /// Deprecated as it should be, and not.
  static final class Planted {
    @Deprecated(since = "0.1")
    void well() {}

    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    void badly() {}
  }

  @InEachMode
  @Tag("T615")
  void a_deprecation_without_a_version_is_found(RunMode mode) {
    Runs.run(
        mode,
        () -> assertThat(unversioned(Planted.class)).singleElement().asString().contains("badly"));
  }

  @InEachMode
  @Tag("T615")
  void every_deprecation_says_since_when(RunMode mode) throws Exception {
    List<Class<?>> all = publicTypes();

    assertThat(all).hasSizeGreaterThan(40);
    assertThat(all).flatExtracting(DeprecationTest::unversioned).isEmpty();
    Runs.run(mode, () -> Trio.checkpoint());
  }

  private static List<AnnotatedElement> unversioned(Class<?> type) {
    List<AnnotatedElement> elements = new ArrayList<>(List.of(type));
    elements.addAll(Arrays.asList(type.getDeclaredMethods()));
    elements.addAll(Arrays.asList(type.getDeclaredFields()));
    elements.addAll(Arrays.asList(type.getDeclaredConstructors()));
    return elements.stream()
        .filter(element -> element.isAnnotationPresent(Deprecated.class))
        .filter(element -> element.getAnnotation(Deprecated.class).since().isEmpty())
        .toList();
  }

  /// The types of the core's public packages, from its jar or its folder of classes.
  private static List<Class<?>> publicTypes() throws IOException, URISyntaxException {
    URI core = Trio.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path place = Path.of(core);
    if (Files.isDirectory(place)) {
      return publicTypes(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
      return publicTypes(jar.getPath("/"));
    }
  }

  private static List<Class<?>> publicTypes(Path root) throws IOException {
    List<Class<?>> types = new ArrayList<>();
    for (String folder : List.of("io/trio4j", "io/trio4j/lowlevel")) {
      try (Stream<Path> files = Files.list(root.resolve(folder))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
            .forEach(name -> types.add(load(folder, name)));
      }
    }
    return types;
  }

  private static Class<?> load(String folder, String file) {
    String name = folder.replace('/', '.') + "." + file.substring(0, file.length() - 6);
    try {
      return Class.forName(name, false, Trio.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }
}
