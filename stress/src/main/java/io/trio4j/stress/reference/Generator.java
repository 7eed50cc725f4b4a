package io.trio4j.stress.reference;

import io.trio4j.stress.reference.Lexical.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Writes random programs: the same seed gives the same program.
///
/// All waits of a program end: see [Lexical#ends(Program)]. Times are small, so that many things
/// are due at the same instant.
final class Generator {
  /// Later than most of what a program does, so that a wait without end ends here.
  private static final int LAST_DEADLINE_MILLIS = 24;

  private static final int MOST_MILLIS = 6;
  private static final int DEEPEST = 9;
  private static final List<ScopeKind> KINDS = List.of(ScopeKind.values());

  private final SplittableRandom random;
  private final Idioms idioms;
  private int budget;
  private int nextNumber = 1;
  private int nextMark = 101;

  private Generator(long seed, int budget) {
    this.random = new SplittableRandom(seed);
    this.budget = budget;
    this.idioms = new Idioms(random, () -> nextNumber++, () -> nextMark++);
  }

  /// A program of about `size` nodes.
  static Program program(long seed, int size) {
    return new Generator(seed, size).program();
  }

  private Program program() {
    int id = nextNumber++;
    Names names = Names.NONE;
    Node.Scope empty = scope(id, ScopeKind.MOVE_ON_AFTER, LAST_DEADLINE_MILLIS, Program.seq());
    Node body = block(names.inside(empty), 0);
    return new Program(scope(id, ScopeKind.MOVE_ON_AFTER, LAST_DEADLINE_MILLIS, body));
  }

  private static Node.Scope scope(int id, ScopeKind kind, int millis, Node body) {
    return new Node.Scope(id, kind, millis, false, body);
  }

  private Node block(Names names, int depth) {
    return block(names, depth, List.of());
  }

  private Node block(Names names, int depth, List<Node> first) {
    List<Node> steps = new ArrayList<>(first);
    int most = depth == 0 ? budget : 1 + random.nextInt(5);
    boolean goesOn = true;
    for (int count = 0; budget > 0 && count < most && goesOn; count++) {
      goesOn = statement(names, depth, steps);
    }
    if (steps.isEmpty()) {
      steps.add(new Node.Log(nextMark++));
    }
    return Program.seq(steps.toArray(Node[]::new));
  }

  /// What a statement may be, with how often.
  private enum Choice {
    CHECKPOINT(9),
    SLEEP(13),
    FOREVER(4),
    LOG(9),
    ASK(3),
    FAIL(5),
    NURSERY(14),
    START_SOON(17),
    START(9),
    STARTED(9),
    SCOPE(15),
    CANCEL(9),
    GRACEFUL(5),
    SHIELD(6),
    DEADLINE(6),
    CATCH_FAIL(4),
    FINALLY(6),
    CATCH_CANCELLED(2),
    RESOURCE(2),
    IDIOM(6);

    private final int weight;

    Choice(int weight) {
      this.weight = weight;
    }

    private boolean possible(Names names, int depth) {
      return switch (this) {
        case CHECKPOINT, SLEEP, LOG, ASK -> true;
        case FAIL, FOREVER -> depth > 1;
        case NURSERY, SCOPE, CATCH_FAIL, FINALLY, IDIOM -> depth < DEEPEST;
        case CATCH_CANCELLED, RESOURCE -> depth < DEEPEST;
        case START_SOON, START -> depth < DEEPEST && !names.nurseries().isEmpty();
        case STARTED -> !names.reports().isEmpty();
        case CANCEL, GRACEFUL, SHIELD, DEADLINE -> !names.targets().isEmpty();
      };
    }
  }

  private Choice choose(Names names, int depth) {
    if (depth == 0 && random.nextBoolean()) {
      return Choice.NURSERY;
    }
    int sum = 0;
    for (Choice choice : Choice.values()) {
      sum += choice.possible(names, depth) ? choice.weight : 0;
    }
    int rest = random.nextInt(sum);
    for (Choice choice : Choice.values()) {
      rest -= choice.possible(names, depth) ? choice.weight : 0;
      if (rest < 0) {
        return choice;
      }
    }
    throw new IllegalStateException("unreachable");
  }

  /// Adds a statement and says whether it makes sense to add another one behind it.
  private boolean statement(Names names, int depth, List<Node> into) {
    budget--;
    int inner = depth + 1;
    Choice choice = choose(names, depth);
    switch (choice) {
      case CHECKPOINT -> into.add(new Node.Checkpoint());
      case SLEEP -> into.add(new Node.Sleep(random.nextInt(MOST_MILLIS)));
      case FOREVER -> into.add(new Node.SleepForever());
      case LOG -> into.add(new Node.Log(nextMark++));
      case ASK -> into.add(new Node.AskShutdown(nextMark++));
      case FAIL -> into.add(new Node.Fail(nextMark++));
      case NURSERY -> into.add(nursery(names, inner));
      case START_SOON -> into.add(startSoon(names, inner));
      case START -> into.add(start(names, inner));
      case STARTED -> into.add(new Node.Started(pick(names.reports())));
      case SCOPE -> into.add(scope(names, inner));
      case CANCEL -> into.add(new Node.Cancel(pick(names.targets())));
      case GRACEFUL ->
          into.add(new Node.CancelGracefully(pick(names.targets()), random.nextInt(MOST_MILLIS)));
      case SHIELD -> shield(pick(names.targets()), into);
      case DEADLINE ->
          into.add(new Node.SetDeadline(pick(names.targets()), random.nextInt(-1, MOST_MILLIS)));
      case CATCH_FAIL -> into.add(new Node.CatchFail(nextMark++, block(names, inner)));
      case FINALLY -> into.add(new Node.TryFinally(block(names, inner), block(names, inner)));
      case CATCH_CANCELLED ->
          into.add(new Node.CatchCancelled(block(names, inner), block(names, inner)));
      case RESOURCE -> into.add(new Node.Resource(nextMark++, block(names, inner)));
      case IDIOM -> into.add(idiom(names, inner));
    }
    return choice != Choice.FAIL && choice != Choice.FOREVER;
  }

  private Node nursery(Names names, int depth) {
    int id = nextNumber++;
    boolean valued = random.nextInt(4) == 0;
    Names inside = names.inside(new Node.Nursery(id, valued, Program.seq()));
    List<Node> children = new ArrayList<>();
    for (int count = 1 + random.nextInt(3); count > 0 && budget > 0; count--) {
      budget--;
      children.add(
          random.nextInt(3) == 0 ? start(inside, depth + 1) : startSoon(inside, depth + 1));
    }
    return new Node.Nursery(id, valued, block(inside, depth, children));
  }

  private Node startSoon(Names names, int depth) {
    int nursery = pickLate(names.nurseries());
    int task = nextNumber++;
    Names inside = names.inside(new Node.StartSoon(nursery, task, Program.seq()));
    return new Node.StartSoon(nursery, task, block(inside, depth));
  }

  private Node start(Names names, int depth) {
    int nursery = pickLate(names.nurseries());
    int task = nextNumber++;
    Names inside = names.inside(new Node.Start(nursery, task, Program.seq()));
    Node body = block(inside, depth);
    if (random.nextInt(4) > 0) {
      Node more = block(inside, depth);
      body = Program.seq(body, new Node.Started(task), more);
    }
    return new Node.Start(nursery, task, body);
  }

  private Node scope(Names names, int depth) {
    int id = nextNumber++;
    ScopeKind kind = KINDS.get(random.nextInt(KINDS.size()));
    boolean valued = kind.named() && random.nextInt(4) == 0;
    int millis = kind.timed() ? random.nextInt(MOST_MILLIS) : 0;
    List<Node> first =
        kind == ScopeKind.SHIELDED
            ? List.of(new Node.SetDeadline(id, random.nextInt(3 * MOST_MILLIS)))
            : List.of();
    Names inside = names.inside(new Node.Scope(id, kind, millis, valued, Program.seq()));
    return new Node.Scope(id, kind, millis, valued, block(inside, depth, first));
  }

  /// The filler of a situation may name what is around it, not what is in it.
  private Node idiom(Names names, int depth) {
    budget -= 6;
    return idioms.make(random.nextInt(Idioms.COUNT), () -> block(names, depth));
  }

  private void shield(int target, List<Node> into) {
    if (random.nextInt(3) == 0) {
      into.add(new Node.SetShield(target, false));
    } else {
      into.add(new Node.SetDeadline(target, random.nextInt(2 * MOST_MILLIS)));
      into.add(new Node.SetShield(target, true));
    }
  }

  private int pick(List<Integer> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// One of the list, the last one half of the time.
  private int pickLate(List<Integer> list) {
    return random.nextBoolean() ? list.getLast() : pick(list);
  }
}
