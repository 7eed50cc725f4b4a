package io.trio4j.stress.lincheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/// A second world: a trial and all of the core that it uses, in packages of their own, with a [Bug]
/// in one class.
///
/// Another class loader would be simpler, but Lincheck 3.7 knows classes by name and finds them in
/// the application's loader only: of a class loaded a second time it follows nothing.
final class Planted {
  private static final String OURS = "io/trio4j/";
  private static final String SHARED = "io/trio4j/stress/lincheck/TwoSteps";
  private static final AtomicInteger WORLDS = new AtomicInteger();

  private final Bug bug;
  private final String prefix = "twin" + WORLDS.incrementAndGet() + "/";
  private final ArrayDeque<String> toCopy = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();

  Planted(Bug bug) {
    this.bug = bug;
  }

  /// The trial, in the world with the bug.
  Class<?> load(Class<? extends Trial> trial) {
    String root = trial.getName().replace('.', '/');
    try {
      Path jar = Files.createTempFile("planted", ".jar");
      jar.toFile().deleteOnExit();
      try (OutputStream file = Files.newOutputStream(jar);
          JarOutputStream out = new JarOutputStream(file)) {
        copy(root, out);
      }
      ByteBuddyAgent.install().appendToSystemClassLoaderSearch(new JarFile(jar.toFile()));
      return ClassLoader.getSystemClassLoader().loadClass((prefix + root).replace('/', '.'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private void copy(String root, JarOutputStream out) throws IOException {
    Set<String> planted = new HashSet<>();
    rename(root);
    for (String name = toCopy.poll(); name != null; name = toCopy.poll()) {
      byte[] bytes = read(name);
      if (name.equals(bug.className().replace('.', '/'))) {
        bytes = bug.plant(bytes);
        planted.add(name);
      }
      out.putNextEntry(new ZipEntry(prefix + name + ".class"));
      out.write(renamed(bytes));
      out.closeEntry();
    }
    if (planted.isEmpty()) {
      throw new IllegalStateException(root + " does not use the class of " + bug);
    }
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
      if (in == null) {
        throw new IllegalStateException("no class file of " + name);
      }
      return in.readAllBytes();
    }
  }

  @SuppressWarnings("deprecation") // the constructor with a version is not in the ASM that Lincheck brings
  private byte[] renamed(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    Remapper names =
        new Remapper() {
          @Override
          public String map(String internalName) {
            return rename(internalName);
          }
        };
    new ClassReader(bytes).accept(new ClassRemapper(writer, names), 0);
    return writer.toByteArray();
  }

  /// The name in the second world; what is named is copied there.
  private String rename(String name) {
    if (!name.startsWith(OURS) || name.equals(SHARED)) {
      return name;
    }
    if (seen.add(name)) {
      toCopy.add(name);
    }
    return prefix + name;
  }
}
