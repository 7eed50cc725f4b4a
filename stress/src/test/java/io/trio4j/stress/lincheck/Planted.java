package io.trio4j.stress.lincheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Loads the core, and the scenario that uses it, once more, with a [Bug] in one class.
final class Planted extends ClassLoader {
  private static final String OURS = "io.trio4j.";
  private static final String SHARED = "io.trio4j.stress.lincheck.TwoSteps";

  private final Bug bug;

  Planted(Bug bug) {
    super(Planted.class.getClassLoader());
    this.bug = bug;
  }

  /// The scenario, in a world with the bug.
  Runnable load(Class<? extends Runnable> scenario) {
    try {
      loadClass(bug.className()); // so that a bug that can't be planted is told here, not in a thread
      Class<?> twin = loadClass(scenario.getName());
      return (Runnable) twin.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(scenario + " can't be made. It must be public.", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS) || name.equals(SHARED)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(path)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      byte[] changed = name.equals(bug.className()) ? bug.plant(bytes) : bytes;
      return defineClass(name, changed, 0, changed.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
