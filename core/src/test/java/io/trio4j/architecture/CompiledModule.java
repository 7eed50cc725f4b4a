package io.trio4j.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The library as the compiler left it, read from its folder: the same on the class path (as some
/// IDEs run tests) and on the module path.
record CompiledModule(Path basedir, ModuleDescriptor descriptor) {

  static CompiledModule ofThisBuild() {
    // Surefire sets basedir; an IDE runs tests in the module's folder.
    Path basedir = Path.of(System.getProperty("basedir", ""));
    try (InputStream in = Files.newInputStream(classesIn(basedir).resolve("module-info.class"))) {
      return new CompiledModule(basedir, ModuleDescriptor.read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path classesIn(Path basedir) {
    return basedir.resolve("target", "classes");
  }

  Path classes() {
    return classesIn(basedir);
  }

  Path sources() {
    return basedir.resolve("src", "main", "java");
  }

  /// The packages that everybody sees.
  Set<String> exports() {
    return descriptor.exports().stream()
        .filter(exports -> !exports.isQualified())
        .map(Exports::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The packages that only a friend sees, as `package to [friend]`.
  Set<String> friendExports() {
    return descriptor.exports().stream()
        .filter(Exports::isQualified)
        .map(exports -> exports.source() + " to " + exports.targets())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The public top-level types of the packages that everybody sees.
  List<Class<?>> publicTypes() {
    return exports().stream().flatMap(this::publicTypesIn).toList();
  }

  private Stream<Class<?>> publicTypesIn(String packageName) {
    Path folder = classes().resolve(packageName.replace('.', '/'));
    return filesIn(folder, ".class").stream()
        .map(file -> file.getFileName().toString().replace(".class", ""))
        .filter(name -> !name.contains("$") && !name.equals("package-info"))
        .<Class<?>>map(name -> load(packageName + "." + name))
        .filter(type -> Modifier.isPublic(type.getModifiers()));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, CompiledModule.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is in the module's folder, but not loaded", e);
    }
  }

  /// The sources of the packages that everybody sees.
  List<Path> publicSources() {
    return exports().stream()
        .map(name -> sources().resolve(name.replace('.', '/')))
        .flatMap(folder -> filesIn(folder, ".java").stream())
        .toList();
  }

  private static List<Path> filesIn(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
