package io.trio4j.stress.reference;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Situations that random statements hardly ever make, with random times: somebody acts on a wait
/// of somebody else at the right moment.
final class Idioms {
  static final int COUNT = 12;

  private static final int MOST_MILLIS = 4;

  private final SplittableRandom random;
  private final IntSupplier numbers;
  private final IntSupplier marks;

  Idioms(SplittableRandom random, IntSupplier numbers, IntSupplier marks) {
    this.random = random;
    this.numbers = numbers;
    this.marks = marks;
  }

  /// One of the situations; `filler` makes harmless statements of the generator's.
  Node make(int which, Supplier<Node> filler) {
    return switch (which) {
      case 0 -> unshieldedWhileWaiting(filler);
      case 1 -> woundDownWhileWaiting(filler);
      case 2 -> woundDownTwice();
      case 3 -> startedInCancelledTarget();
      case 4 -> starterCancelledMeanwhile(filler);
      case 5 -> deadlineAndCancel(filler);
      case 6 -> shieldedInFlight(filler);
      case 7 -> movedWithScopeOpen(filler);
      case 8 -> lateCancel();
      case 9 -> deadlineMovedByOther(filler);
      case 10 -> valueAfterDeadline();
      default -> deadlineSetInPast();
    };
  }

  private Node unshieldedWhileWaiting(Supplier<Node> filler) {
    int outer = numbers.getAsInt();
    int shield = numbers.getAsInt();
    int nursery = numbers.getAsInt();
    Node other =
        Program.seq(
            sleep(), new Node.Cancel(outer), sleep(), new Node.SetShield(shield, false), log());
    Node inside =
        Program.seq(
            child(nursery, other),
            child(nursery, Program.seq(sleep(), wait(filler), log())),
            log());
    return plain(
        outer,
        Program.seq(
            plain(
                shield,
                Program.seq(
                    new Node.SetDeadline(shield, 9 + millis()),
                    new Node.SetShield(shield, true),
                    nursery(nursery, inside))),
            log()));
  }

  private Node woundDownWhileWaiting(Supplier<Node> filler) {
    int nursery = numbers.getAsInt();
    int until = numbers.getAsInt();
    Node idle =
        new Node.Scope(until, ScopeKind.UNTIL_SHUTDOWN, 0, false, Program.seq(wait(filler), log()));
    Node child = Program.seq(idle, log(), wait(filler));
    return nursery(
        nursery,
        Program.seq(
            child(nursery, child),
            sleep(),
            new Node.CancelGracefully(nursery, millis()),
            filler.get(),
            log()));
  }

  private Node woundDownTwice() {
    int nursery = numbers.getAsInt();
    Node first = Program.seq(sleep(), new Node.CancelGracefully(nursery, millis() * 2));
    Node second = Program.seq(sleep(), new Node.CancelGracefully(nursery, millis() * 2));
    return nursery(
        nursery,
        Program.seq(
            child(nursery, first),
            child(nursery, second),
            new Node.AskShutdown(marks.getAsInt()),
            new Node.SleepForever()));
  }

  private Node startedInCancelledTarget() {
    int outer = numbers.getAsInt();
    int target = numbers.getAsInt();
    int starter = numbers.getAsInt();
    int started = numbers.getAsInt();
    int inner = numbers.getAsInt();
    Node grandchild = Program.seq(wait(this::sleep), log());
    Node after = random.nextBoolean() ? log() : sleep();
    Node body =
        nursery(
            inner,
            Program.seq(child(inner, grandchild), sleep(), new Node.Started(started), after));
    Node start = new Node.Start(target, started, Program.seq(body, log()));
    Node foreign = new Node.StartSoon(outer, starter, Program.seq(start, log()));
    return nursery(
        outer, nursery(target, Program.seq(foreign, sleep(), new Node.Cancel(target), log())));
  }

  private Node starterCancelledMeanwhile(Supplier<Node> filler) {
    int nursery = numbers.getAsInt();
    int scope = numbers.getAsInt();
    int shield = numbers.getAsInt();
    int started = numbers.getAsInt();
    Node canceller = Program.seq(sleep(), new Node.Cancel(scope));
    Node slow =
        new Node.Scope(
            shield,
            ScopeKind.SHIELDED,
            0,
            false,
            Program.seq(new Node.SetDeadline(shield, 5), sleep()));
    Node body = Program.seq(slow, new Node.Started(started), log(), wait(filler), log());
    return nursery(
        nursery,
        Program.seq(
            plain(
                scope,
                Program.seq(
                    child(nursery, canceller), new Node.Start(nursery, started, body), log())),
            filler.get()));
  }

  private Node deadlineAndCancel(Supplier<Node> filler) {
    int timed = numbers.getAsInt();
    int nursery = numbers.getAsInt();
    int cleanup = numbers.getAsInt();
    ScopeKind kind = random.nextInt(3) == 0 ? ScopeKind.MOVE_ON_AFTER : ScopeKind.FAIL_AFTER;
    Node slow = new Node.Scope(cleanup, ScopeKind.CLEANUP, millis(), false, sleep());
    Node other = Program.seq(sleep(), new Node.Cancel(timed), log());
    Node body =
        nursery(
            nursery,
            Program.seq(
                child(nursery, other),
                new Node.TryFinally(wait(filler), Program.seq(slow, log())),
                log()));
    return new Node.Scope(timed, kind, millis(), random.nextBoolean(), body);
  }

  private Node shieldedInFlight(Supplier<Node> filler) {
    int outer = numbers.getAsInt();
    int inner = numbers.getAsInt();
    Node thrown = Program.seq(new Node.Cancel(outer), wait(filler), log());
    Node handler =
        Program.seq(
            new Node.SetDeadline(inner, 3 + millis()), new Node.SetShield(inner, true), sleep());
    return plain(outer, Program.seq(plain(inner, new Node.CatchCancelled(thrown, handler)), log()));
  }

  private Node movedWithScopeOpen(Supplier<Node> filler) {
    int nursery = numbers.getAsInt();
    int around = numbers.getAsInt();
    int started = numbers.getAsInt();
    int open = numbers.getAsInt();
    Node inside = Program.seq(sleep(), new Node.Started(started), wait(filler), log());
    Node start = new Node.Start(nursery, started, Program.seq(plain(open, inside), log(), sleep()));
    Node caller = plain(around, Program.seq(start, new Node.Cancel(around), sleep()));
    Node end = random.nextBoolean() ? new Node.Cancel(nursery) : filler.get();
    return nursery(nursery, Program.seq(caller, sleep(), end));
  }

  private Node lateCancel() {
    int scope = numbers.getAsInt();
    ScopeKind kind = random.nextBoolean() ? ScopeKind.FAIL_AFTER : ScopeKind.PLAIN;
    Node sleepThenCancel = Program.seq(sleep(), new Node.Cancel(scope), log());
    return new Node.Scope(scope, kind, millis(), true, sleepThenCancel);
  }

  private Node deadlineMovedByOther(Supplier<Node> filler) {
    int timed = numbers.getAsInt();
    int nursery = numbers.getAsInt();
    Node other =
        Program.seq(
            sleep(), new Node.SetDeadline(timed, random.nextInt(-1, MOST_MILLIS)), filler.get());
    Node body = nursery(nursery, Program.seq(child(nursery, other), wait(filler), log()));
    return new Node.Scope(timed, ScopeKind.MOVE_ON_AFTER, millis(), false, body);
  }

  private Node valueAfterDeadline() {
    int timed = numbers.getAsInt();
    int shield = numbers.getAsInt();
    ScopeKind kind = random.nextInt(3) == 0 ? ScopeKind.MOVE_ON_AFTER : ScopeKind.FAIL_AFTER;
    Node slow = Program.seq(new Node.SetDeadline(shield, 4 + millis()), sleep(), sleep());
    Node value =
        Program.seq(
            new Node.Scope(shield, ScopeKind.SHIELDED, 0, random.nextBoolean(), slow), log());
    return new Node.Scope(timed, kind, 1 + millis(), random.nextBoolean(), value);
  }

  private Node deadlineSetInPast() {
    int timed = numbers.getAsInt();
    ScopeKind kind = random.nextBoolean() ? ScopeKind.MOVE_ON_AFTER : ScopeKind.PLAIN;
    Node check = random.nextBoolean() ? new Node.Checkpoint() : new Node.Sleep(0);
    Node past = new Node.SetDeadline(timed, random.nextInt(-1, 1));
    return new Node.Scope(timed, kind, 9, false, Program.seq(sleep(), past, check, log()));
  }

  private Node child(int nursery, Node body) {
    return new Node.StartSoon(nursery, numbers.getAsInt(), body);
  }

  private static Node plain(int id, Node body) {
    return new Node.Scope(id, ScopeKind.PLAIN, 0, false, body);
  }

  private Node nursery(int id, Node body) {
    return new Node.Nursery(id, random.nextInt(4) == 0, body);
  }

  /// A wait that may be long, or something of the generator's.
  private Node wait(Supplier<Node> filler) {
    return switch (random.nextInt(4)) {
      case 0 -> new Node.SleepForever();
      case 1 -> filler.get();
      default -> new Node.Sleep(MOST_MILLIS + millis());
    };
  }

  private Node sleep() {
    return new Node.Sleep(millis());
  }

  private Node log() {
    return new Node.Log(marks.getAsInt());
  }

  private int millis() {
    return random.nextInt(MOST_MILLIS);
  }
}
