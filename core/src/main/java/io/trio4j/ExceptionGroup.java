package io.trio4j;

import io.trio4j.internal.errors.FailureTree;
import io.trio4j.internal.errors.GroupMark;
import io.trio4j.internal.errors.HandlerRun;
import io.trio4j.internal.errors.Headline;
import io.trio4j.internal.errors.Leaves;
import io.trio4j.internal.errors.Partition;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The failures of a nursery, all of them: at least one, and never a [Cancelled].
///
/// The cause is the first failure and the suppressed exceptions are the others, so that every
/// logger shows them all. The group's own stack trace is where the nursery ended; each failure
/// keeps the trace of the task it happened in. Printed, a group is a [#tree()].
///
/// A group may hold groups, one level for each nursery the failures went through. Whatever works by
/// type looks through all levels at the *leaves*, the members that are no group, and never at the
/// causes of a leaf. [#handle(Class, Handler)] is the `except*` that Java lacks:
///
/// {@snippet class="io.trio4j.snippets.ExceptionGroupSnippets" region="handle"}
///
/// Making a group allocates the object, one array, the list of suppressed exceptions and the stack
/// trace; the message is put together when it is asked for. If memory runs out while the others are
/// added as suppressed, the group is complete all the same, and only loggers see fewer.
///
/// Serialization takes the members along, so it needs all of them to be serializable.
///
/// The file is long because users look in one place for all that can be done with a group.
///
/// @threadsafety immutable but for the suppressed exceptions that others may add
/// @source Trio, and Python's PEP 654; conformance T011–T016, T023–T025
/// @since 0.1
public final class ExceptionGroup extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static {
    GroupMark.register((group, hidden) -> group.hidesCancels = hidden, group -> group.hidesCancels);
  }

  private transient boolean hidesCancels; // by the task that throws the group or absorbs cancels

  /// At least one. The message of the superclass is what was being done, without the failures.
  private final Branch[] branches;

  /// Makes a group of failures that belong to no known task.
  ///
  /// {@snippet class="io.trio4j.snippets.ExceptionGroupSnippets" region="of"}
  ///
  /// @param message what was being done, without the failures: [#getMessage()] adds them
  /// @param errors the failures in the order they happened; copied
  /// @return a group whose cause is the first of them
  /// @throws IllegalArgumentException if there is none, or one is a [Cancelled]
  public static ExceptionGroup of(String message, List<? extends Throwable> errors) {
    return new ExceptionGroup(message, errors.stream().map(Branch::of).toArray(Branch[]::new));
  }

  /// Makes a group of failures that belong to no known task.
  ///
  /// @param message what was being done, without the failures: [#getMessage()] adds them
  /// @param first the first failure
  /// @param others those that followed
  /// @return a group whose cause is the first of them
  /// @throws IllegalArgumentException if one is a [Cancelled]
  public static ExceptionGroup of(String message, Throwable first, Throwable... others) {
    List<Throwable> errors = new ArrayList<>(List.of(first));
    errors.addAll(Arrays.asList(others));
    return of(message, errors);
  }

  /// Makes a group of failures whose tasks are known. Nurseries do.
  ///
  /// @param message what was being done, mostly the nursery's name: [#getMessage()] adds the
  ///   failures
  /// @param branches the failures in the order they happened; copied
  /// @return a group whose cause is the first of them
  /// @throws IllegalArgumentException if there is none, or one is a [Cancelled]
  public static ExceptionGroup ofBranches(String message, List<Branch> branches) {
    return new ExceptionGroup(message, branches.toArray(Branch[]::new));
  }

  private ExceptionGroup(String message, Branch[] branches) {
    super(Objects.requireNonNull(message, "message"), checkedFirst(branches));
    this.branches = branches;
    suppressOthers();
  }

  /* A part of another group, made as if that part were all its nursery had thrown. */
  private ExceptionGroup(ExceptionGroup whole, List<Branch> part) {
    this(whole.whatWasDone(), part.toArray(Branch[]::new));
    setStackTrace(whole.getStackTrace());
    whole.addedLater().forEach(this::addSuppressed);
  }

  private static Throwable checkedFirst(Branch[] branches) {
    if (branches.length == 0) {
      throw new IllegalArgumentException(
          "errors must not be empty: without failures there is nothing to throw");
    }
    for (Branch branch : branches) {
      if (branch.error instanceof Cancelled) {
        throw new IllegalArgumentException(
            "a group never contains Cancelled, which is the way out and no failure:"
                + " leave it out if there are failures, throw it on by itself if there are none");
      }
    }
    return branches[0].error;
  }

  // Whatever equals of a failure says: only the same object need not be shown twice.
  @SuppressWarnings("ReferenceEquality")
  private void suppressOthers() {
    Throwable first = branches[0].error;
    Throwable previous = first;
    try {
      for (Branch branch : branches) {
        // Tasks that waited for the same thing often fail with the same object.
        if (branch.error != first && branch.error != previous) {
          addSuppressed(branch.error);
        }
        previous = branch.error;
      }
    } catch (OutOfMemoryError _) {
      // The branches hold every failure: whoever catches the group sees them all.
    }
  }

  /// The failures in the order they happened; a group among them stays a group.
  ///
  /// @return an unmodifiable list of at least one
  public List<Throwable> errors() {
    return Arrays.stream(branches).map(Branch::error).toList();
  }

  /// The failures with the tasks they happened in.
  ///
  /// @return an unmodifiable list of at least one, in the order of [#errors()]
  public List<Branch> branches() {
    return Collections.unmodifiableList(Arrays.asList(branches));
  }

  /// The leaves: every failure that is no group, through all levels.
  ///
  /// A group that is a member twice is looked into once. The causes of a leaf are not followed.
  ///
  /// @return an unmodifiable list of at least one, depth first
  public List<Throwable> rootCauses() {
    return Leaves.of(this).stream().map(Branch::error).toList();
  }

  /// The one failure of a group of one, for code that started one thing and wants to tell of that
  /// thing. Only this level is looked into: the failure may be a group, of an inner nursery.
  ///
  /// {@snippet class="io.trio4j.snippets.ExceptionGroupSnippets" region="single"}
  ///
  /// @return the failure itself, as it was thrown
  /// @throws IllegalStateException if there are several: none of them is the one. Its cause is this
  ///   group
  /// @source Trio `raise_single_exception_from_group`; conformance T587, T588
  public Throwable single() {
    if (branches.length > 1) {
      throw new IllegalStateException(
          "multiple errors where one was expected: "
              + getMessage()
              + ". Handle the group, it is the cause of this.",
          this);
    }
    return branches[0].error;
  }

  /// Finds the first leaf of a type.
  ///
  /// @param <E> the type
  /// @param type the type
  /// @return the first of [#rootCauses()] that has the type
  public <E extends Throwable> Optional<E> firstOf(Class<E> type) {
    return rootCauses().stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /// Makes a group of one level out of the leaves.
  ///
  /// @return a group of [#rootCauses()], each with its task or else the nearest known one above it;
  ///   this group if it holds no groups
  public ExceptionGroup flatten() {
    boolean flat = errors().stream().noneMatch(ExceptionGroup.class::isInstance);
    return flat ? this : new ExceptionGroup(this, Leaves.of(this));
  }

  /// Splits the group by what its leaves are like, keeping the nesting.
  ///
  /// Every group in the halves has the message, stack trace and added suppressed exceptions of the
  /// one it is a part of; a group that goes to one half whole is not copied. The predicate is shown
  /// leaves only: a group is a RuntimeException and would match with everything in it.
  ///
  /// {@snippet class="io.trio4j.snippets.ExceptionGroupSnippets" region="split"}
  ///
  /// @param wanted asked once for each leaf of each group, in no particular order
  /// @return the leaves it is true for, and the others
  public Split split(Predicate<? super Throwable> wanted) {
    return new Partition(wanted, ExceptionGroup::new).of(this);
  }

  /// Splits the group by the type of its leaves, as [#split(Predicate)] does.
  ///
  /// @param type the type
  /// @return the leaves that have the type, and the others
  public Split split(Class<? extends Throwable> type) {
    return split(type::isInstance);
  }

  /// The leaves of a type, nested as they are here.
  ///
  /// @param type the type
  /// @return the matching half of [#split(Class)]
  public Optional<ExceptionGroup> filter(Class<? extends Throwable> type) {
    return split(type).matching();
  }

  /// The leaves a predicate is true for, nested as they are here.
  ///
  /// @param wanted asked as in [#split(Predicate)]
  /// @return the matching half of [#split(Predicate)]
  public Optional<ExceptionGroup> filter(Predicate<? super Throwable> wanted) {
    return split(wanted).matching();
  }

  /// The leaves not of a type, nested as they are here.
  ///
  /// @param type the type
  /// @return the rest of [#split(Class)]
  public Optional<ExceptionGroup> without(Class<? extends Throwable> type) {
    return split(type).rest();
  }

  /// The leaves a predicate is false for, nested as they are here.
  ///
  /// @param unwanted asked as in [#split(Predicate)]
  /// @return the rest of [#split(Predicate)]
  public Optional<ExceptionGroup> without(Predicate<? super Throwable> unwanted) {
    return split(unwanted).rest();
  }

  /// Says who handles the failures of a type. It does nothing before [Handling#orThrowRest()].
  ///
  /// {@snippet class="io.trio4j.snippets.ExceptionGroupSnippets" region="handle"}
  ///
  /// @param <E> the type
  /// @param type the type of the leaves to handle
  /// @param handler gets all of them at once; not called if there are none
  /// @return what takes further handlers, and runs them
  /// @throws IllegalArgumentException if the type is ExceptionGroup: handlers get leaves
  public <E extends Throwable> Handling handle(Class<E> type, Handler<E> handler) {
    return new Handling(this).handle(type, handler);
  }

  /// The group as text: a tree whose branches are headed by the path of the task and the place
  /// where it was started.
  ///
  /// Frames of trio4j and of virtual threads are folded, so are branches that differ in nothing but
  /// their messages; what is too wide or too deep is cut, with the number of what is missing.
  ///
  /// {@snippet class="io.trio4j.snippets.ExceptionGroupSnippets" region="tree"}
  ///
  /// @return lines with `\n` between them and none at the end
  public String tree() {
    return FailureTree.of(this);
  }

  /// What was being done, the number of failures and their kinds, as in `crawl: 2 of its tasks
  /// failed (TimeoutException, IllegalStateException)`.
  @Override
  public String getMessage() {
    return Headline.of(whatWasDone(), branches());
  }

  /// Prints [#tree()].
  @Override
  public void printStackTrace(PrintStream out) {
    out.println(tree().replace("\n", System.lineSeparator()));
  }

  /// Prints [#tree()].
  @Override
  public void printStackTrace(PrintWriter out) {
    out.println(tree().replace("\n", System.lineSeparator()));
  }

  private String whatWasDone() {
    return Objects.requireNonNull(super.getMessage());
  }

  /* What others, a try-with-resources for example, have suppressed in favour of this group. */
  private List<Throwable> addedLater() {
    Set<Throwable> members = Collections.newSetFromMap(new IdentityHashMap<>());
    members.addAll(errors());
    return Arrays.stream(getSuppressed()).filter(error -> !members.contains(error)).toList();
  }

  /// Reads a group.
  ///
  /// @param in the stream
  /// @throws IOException if the stream fails or holds no group as the factories make them
  /// @throws ClassNotFoundException if the class of a member is unknown here
  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    if (super.getMessage() == null || branches == null || branches.length == 0) {
      throw new InvalidObjectException("a group has a message and at least one branch");
    }
  }

  /// A failure and the task it happened in.
  ///
  /// @param error the failure
  /// @param task the path of the task, such as `main/crawl/page-17`; empty if unknown
  /// @param startedAt where the task was started, see [StartSites]: a class, or as in a stack trace
  ///   with method, file and line; empty if unknown
  /// @since 0.1
  public record Branch(Throwable error, String task, String startedAt) implements Serializable {
    /// Makes a branch.
    public Branch {
      Objects.requireNonNull(error, "error");
      Objects.requireNonNull(task, "task");
      Objects.requireNonNull(startedAt, "startedAt");
    }

    private static Branch of(Throwable error) {
      return new Branch(error, "", "");
    }
  }

  /// The two halves of a group.
  ///
  /// @param matching what was asked for; empty if there is none
  /// @param rest the others; empty if there are none
  /// @since 0.1
  public record Split(Optional<ExceptionGroup> matching, Optional<ExceptionGroup> rest) {}

  /// What is done with the failures of a type.
  ///
  /// @param <E> the type
  /// @since 0.1
  @FunctionalInterface
  public interface Handler<E extends Throwable> {
    /// Handles the failures.
    ///
    /// @param errors at least one, unmodifiable, in the order of [ExceptionGroup#rootCauses()]
    /// @throws Exception what [Handling#orThrowRest()] then throws together with the rest
    void handle(List<E> errors) throws Exception;
  }

  /// Who handles which failures of a group. As in a stream, **nothing happens before the last call,
  /// [#orThrowRest()]**: who forgets it sees that no handler ran.
  ///
  /// @threadsafety for one thread
  /// @since 0.1
  public static final class Handling {
    private final ExceptionGroup group;
    private final List<Consumer<HandlerRun>> cases = new ArrayList<>();

    private Handling(ExceptionGroup group) {
      this.group = group;
    }

    /// Adds a handler for what the ones before it leave.
    ///
    /// @param <E> the type
    /// @param type the type of the leaves to handle
    /// @param handler gets all of them at once; not called if there are none
    /// @return this
    /// @throws IllegalArgumentException if the type is ExceptionGroup: handlers get leaves
    public <E extends Throwable> Handling handle(Class<E> type, Handler<E> handler) {
      if (type.equals(ExceptionGroup.class)) {
        throw new IllegalArgumentException(
            "type must not be ExceptionGroup: handlers get the leaves, whichever group they are"
                + " in");
      }
      cases.add(run -> run.handle(type, handler));
      return this;
    }

    /// Runs the handlers in their order and throws what nobody handled, if anything.
    ///
    /// All handlers run, also after one has failed. What they throw is thrown with the rest, in a
    /// new group with the rest first; the failures a failed handler was given are suppressed in it.
    /// A [Cancelled] thrown by a handler goes on by itself, but only if there is nothing else to
    /// throw.
    ///
    /// @throws ExceptionGroup the rest, nested as it was; the group itself if nothing was handled
    /// @throws Cancelled if a handler was cancelled and nothing is left
    public void orThrowRest() {
      HandlerRun run = new HandlerRun(group);
      cases.forEach(each -> each.accept(run));
      run.throwRest(group.whatWasDone());
    }
  }
}
