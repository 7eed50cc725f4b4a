package io.trio4j.stress.primitive;

import java.lang.invoke.VarHandle;

/// Atomic accesses as somebody would write them who thinks nobody comes in between. [Bug] puts
/// calls of these into copies of production classes.
public final class TwoSteps {
  /// How long it takes from the first access to the second. Lincheck sees them apart anyway; under
  /// jcstress, where real time passes, it makes the bug as frequent as a short test needs.
  private static final int SPINS = Integer.getInteger("trio4j.stress.spins", 0);

  private TwoSteps() {}

  private static void linger() {
    for (int i = 0; i < SPINS; i++) {
      Thread.onSpinWait();
    }
  }

  public static boolean compareAndSet(
      VarHandle field, Object holder, Object expected, Object next) {
    if (field.getVolatile(holder) == expected) {
      linger();
      field.setVolatile(holder, next);
      return true;
    }
    return false;
  }

  public static boolean compareAndSet(
      VarHandle elements, Object array, int index, Object expected, Object next) {
    Object[] slots = (Object[]) array;
    if (elements.getVolatile(slots, index) == expected) {
      linger();
      elements.setVolatile(slots, index, next);
      return true;
    }
    return false;
  }

  public static boolean compareAndSet(
      VarHandle field, Object holder, boolean expected, boolean next) {
    if ((boolean) field.getVolatile(holder) == expected) {
      linger();
      field.setVolatile(holder, next);
      return true;
    }
    return false;
  }

  public static boolean compareAndSet(VarHandle field, Object holder, long expected, long next) {
    if ((long) field.getVolatile(holder) == expected) {
      linger();
      field.setVolatile(holder, next);
      return true;
    }
    return false;
  }

  public static Object getAndSet(VarHandle field, Object holder, Object next) {
    Object before = field.getVolatile(holder);
    linger();
    field.setVolatile(holder, next);
    return before;
  }

  public static long getAndAdd(VarHandle field, Object holder, long delta) {
    long before = (long) field.getVolatile(holder);
    linger();
    field.setVolatile(holder, before + delta);
    return before;
  }

  public static int getAndBitwiseOr(VarHandle field, Object holder, int bits) {
    int before = (int) field.getVolatile(holder);
    linger();
    field.setVolatile(holder, before | bits);
    return before;
  }

  public static int getAndBitwiseAnd(VarHandle field, Object holder, int bits) {
    int before = (int) field.getVolatile(holder);
    linger();
    field.setVolatile(holder, before & bits);
    return before;
  }
}
