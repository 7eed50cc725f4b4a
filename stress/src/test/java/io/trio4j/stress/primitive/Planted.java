package io.trio4j.stress.primitive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/// A second world: a trial and all of the core that it uses, in packages of their own, with a [Bug]
/// in one class.
///
/// Another class loader would be simpler, but Lincheck 3.7 knows classes by name and finds them in
/// the application's loader only: of a class loaded a second time it follows nothing.
final class Planted {
  private static final Pattern NAMES = Pattern.compile("io/trio4j/[\\w/$]+");
  private static final String SHARED = "io/trio4j/stress/primitive/TwoSteps";
  private static final AtomicInteger WORLDS = new AtomicInteger();

  private final Bug bug;
  private final String prefix = "twin" + WORLDS.incrementAndGet() + "/";
  private final ArrayDeque<String> toCopy = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();

  Planted(Bug bug) {
    this.bug = bug;
  }

  /// The trial, in the world with the bug.
  Class<?> load(Class<?> trial) {
    try {
      agent().appendToSystemClassLoaderSearch(new JarFile(write(trial).toFile()));
      return ClassLoader.getSystemClassLoader().loadClass(packageName() + "." + trial.getName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The package in front of those of the world with the bug.
  String packageName() {
    return prefix.substring(0, prefix.length() - 1);
  }

  /// Writes a jar file with the world of `root` and the bug.
  Path write(Class<?> root) throws IOException {
    Path jar = Files.createTempFile("planted", ".jar");
    jar.toFile().deleteOnExit();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      copy(root.getName().replace('.', '/'), out);
    }
    return jar;
  }

  /// What Lincheck brings to change classes. By reflection: the compiler would miss annotations
  /// that it does not bring.
  private static Instrumentation agent() throws ReflectiveOperationException {
    return (Instrumentation)
        Class.forName("net.bytebuddy.agent.ByteBuddyAgent").getMethod("install").invoke(null);
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

  /// Names stand in the constant pool only, by themselves or in descriptors and signatures.
  private byte[] renamed(byte[] bytes) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    var buffer = new ByteArrayOutputStream(bytes.length + 1024);
    var out = new DataOutputStream(buffer);
    out.writeLong(in.readLong()); // magic number and version
    int count = in.readUnsignedShort();
    out.writeShort(count);
    for (int index = 1; index < count; index++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      if (tag == PoolEntry.TAG_UTF8) {
        out.writeUTF(NAMES.matcher(in.readUTF()).replaceAll(name -> newName(name.group())));
      } else {
        out.write(in.readNBytes(lengthOf(tag)));
      }
      if (tag == PoolEntry.TAG_LONG || tag == PoolEntry.TAG_DOUBLE) {
        index++; // these count twice
      }
    }
    in.transferTo(out);
    return buffer.toByteArray();
  }

  private static int lengthOf(int tag) {
    return switch (tag) {
      case PoolEntry.TAG_CLASS,
          PoolEntry.TAG_STRING,
          PoolEntry.TAG_METHOD_TYPE,
          PoolEntry.TAG_MODULE,
          PoolEntry.TAG_PACKAGE ->
          2;
      case PoolEntry.TAG_METHOD_HANDLE -> 3;
      case PoolEntry.TAG_LONG, PoolEntry.TAG_DOUBLE -> 8;
      default -> 4;
    };
  }

  private String newName(String name) {
    return Matcher.quoteReplacement(rename(name));
  }

  /// The name in the second world; what is named is copied there.
  private String rename(String name) {
    if (name.equals(SHARED)) {
      return name;
    }
    if (seen.add(name)) {
      toCopy.add(name);
    }
    return prefix + name;
  }
}
