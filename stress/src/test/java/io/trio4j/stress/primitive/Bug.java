package io.trio4j.stress.primitive;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A mistake, put between two accesses of one method of a production class.
///
/// The mistake is made in the compiled class, so that the twin is the production class of today but
/// for this one thing; where the method has changed so that there is nothing to plant, the test
/// says so instead of testing nothing.
public final class Bug {
  private static final ClassDesc TWO_STEPS = ClassDesc.of(TwoSteps.class.getName());

  private final String className;
  private final String method;
  private final String text;
  private final Planter planter;

  /// Writes one instruction of the method, changed or not.
  private interface Planter {
    /// Returns whether it changed anything.
    boolean write(CodeBuilder code, CodeElement element);
  }

  private Bug(String className, String method, String text, Planter planter) {
    this.className = className;
    this.method = method;
    this.text = text;
    this.planter = planter;
  }

  /// Takes an atomic access apart: what it reads and what it writes become two accesses.
  ///
  /// @param access such as `compareAndSet`
  public static Bug twoSteps(String className, String method, String access) {
    return new Bug(
        className,
        method,
        access + " in two steps",
        (code, element) -> {
          if (!(element instanceof InvokeInstruction call)
              || !call.owner().name().equalsString("java/lang/invoke/VarHandle")
              || !call.name().equalsString(access)) {
            code.with(element);
            return false;
          }
          takeApart(code, access, call.typeSymbol());
          return true;
        });
  }

  private static void takeApart(CodeBuilder code, String access, MethodTypeDesc type) {
    ClassDesc result =
        switch (access) {
          case "compareAndSet" -> ConstantDescs.CD_boolean;
          case "getAndAdd" -> ConstantDescs.CD_long;
          case "getAndSet" -> ConstantDescs.CD_Object;
          default -> ConstantDescs.CD_int;
        };
    MethodTypeDesc erased =
        MethodTypeDesc.of(result, type.parameterList().stream().map(Bug::erase).toList());
    code.invokestatic(
        TWO_STEPS, access, erased.insertParameterTypes(0, ConstantDescs.CD_VarHandle));
    if (type.returnType().equals(ConstantDescs.CD_void)) {
      popOne(code, TypeKind.from(result));
    } else if (!type.returnType().isPrimitive()) {
      code.checkcast(type.returnType());
    }
  }

  private static ClassDesc erase(ClassDesc type) {
    return type.isPrimitive() ? type : ConstantDescs.CD_Object;
  }

  /// Takes a weaker access mode than the one that is there.
  ///
  /// @param access such as `setVolatile`
  /// @param weaker such as `setRelease`
  public static Bug weaker(String className, String method, String access, String weaker) {
    return new Bug(
        className,
        method,
        weaker + " for " + access,
        (code, element) -> {
          if (element instanceof InvokeInstruction call && call.name().equalsString(access)) {
            code.invokevirtual(call.owner().asSymbol(), weaker, call.typeSymbol());
            return true;
          }
          code.with(element);
          return false;
        });
  }

  /// Leaves calls out; what they would have returned is 0, false or null.
  public static Bug without(String className, String method, String... callees) {
    Set<String> names = Set.of(callees);
    return new Bug(
        className,
        method,
        "no " + String.join(", no ", callees),
        (code, element) -> {
          if (element instanceof InvokeInstruction call
              && names.contains(call.name().stringValue())) {
            leaveOut(code, call);
            return true;
          }
          code.with(element);
          return false;
        });
  }

  /// Enters and leaves no monitor.
  public static Bug withoutMonitor(String className, String method) {
    return new Bug(
        className,
        method,
        "no monitor",
        (code, element) -> {
          if (element instanceof MonitorInstruction) {
            code.pop();
            return true;
          }
          code.with(element);
          return false;
        });
  }

  /// Never takes a branch: a loop is run once, a condition does not hold.
  public static Bug withoutBranch(String className, String method, Opcode comparison) {
    return new Bug(
        className,
        method,
        "never " + comparison,
        (code, element) -> {
          if (element instanceof BranchInstruction branch && branch.opcode() == comparison) {
            popOperands(code, comparison);
            return true;
          }
          code.with(element);
          return false;
        });
  }

  private static void popOperands(CodeBuilder code, Opcode comparison) {
    switch (comparison) {
      case IF_ACMPEQ, IF_ACMPNE, IF_ICMPEQ, IF_ICMPNE -> code.pop2();
      case IFEQ, IFNE, IFNULL, IFNONNULL -> code.pop();
      default -> throw new IllegalArgumentException("not thought of: " + comparison);
    }
  }

  /// Takes a question for answered with yes.
  public static Bug always(String className, String method, String question) {
    return new Bug(
        className,
        method,
        "always " + question,
        (code, element) -> {
          if (element instanceof InvokeInstruction call && call.name().equalsString(question)) {
            leaveOut(code, call);
            code.pop().iconst_1();
            return true;
          }
          code.with(element);
          return false;
        });
  }

  private static void leaveOut(CodeBuilder code, InvokeInstruction call) {
    MethodTypeDesc type = call.typeSymbol();
    for (int i = type.parameterCount() - 1; i >= 0; i--) {
      popOne(code, TypeKind.from(type.parameterType(i)));
    }
    if (call.opcode() != Opcode.INVOKESTATIC) {
      code.pop();
    }
    switch (TypeKind.from(type.returnType()).asLoadable()) {
      case INT -> code.iconst_0();
      case LONG -> code.lconst_0();
      case REFERENCE -> code.aconst_null();
      case FLOAT -> code.fconst_0();
      case DOUBLE -> code.dconst_0();
      default -> {}
    }
  }

  private static void popOne(CodeBuilder code, TypeKind kind) {
    if (kind.slotSize() == 2) {
      code.pop2();
    } else {
      code.pop();
    }
  }

  /// Makes a call late: not where it stands but right before another one, with that one's receiver
  /// and argument, of which there is one.
  public static Bug late(String className, String method, String callee, String before) {
    InvokeInstruction[] moved = new InvokeInstruction[1];
    return new Bug(
        className,
        method,
        callee + " only before " + before,
        (code, element) -> {
          if (element instanceof InvokeInstruction call && call.name().equalsString(callee)) {
            moved[0] = call;
            leaveOut(code, call);
            return true;
          }
          if (element instanceof InvokeInstruction call
              && moved[0] != null
              && call.name().equalsString(before)) {
            code.dup2();
            code.with(moved[0]);
          }
          code.with(element);
          return false;
        });
  }

  String className() {
    return className;
  }

  /// The class with the bug in it.
  byte[] plant(byte[] original) {
    ClassFile files = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
    ClassModel model = files.parse(original);
    AtomicInteger planted = new AtomicInteger();
    CodeTransform change =
        (code, element) -> {
          if (planter.write(code, element)) {
            planted.incrementAndGet();
          }
        };
    byte[] result =
        files.transformClass(
            model,
            ClassTransform.transformingMethodBodies(
                m -> m.methodName().equalsString(method), change));
    if (planted.get() == 0) {
      throw new IllegalStateException(
          this + ": there is nothing to plant any more. Plant it where the code went.");
    }
    return result;
  }

  @Override
  public String toString() {
    return className.substring(className.lastIndexOf('.') + 1) + "." + method + ": " + text;
  }
}
