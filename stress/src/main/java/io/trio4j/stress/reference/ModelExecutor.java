package io.trio4j.stress.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Runs programs by the model with one choice of order: stands for a library that has the bug
/// planted in its rules, or none.
final class ModelExecutor implements Executor {
  /// Programs have no loops: more turns than this are a planted bug going round.
  private static final int MOST_TURNS = 5_000;

  private final Rules rules;

  ModelExecutor(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Run run(Program program, long seed, Mode mode) {
    return new Single(Code.of(program), rules, seed, mode).run();
  }

  /// One run.
  private static final class Single {
    private final Code code;
    private final Machine machine;
    private final Events events;
    private final SplittableRandom random;
    private final boolean batons;
    private final World world;
    private final List<Integer> turns = new ArrayList<>();

    Single(Code code, Rules rules, long seed, Mode mode) {
      this.code = code;
      this.batons = mode.batons();
      this.machine = new Machine(code, rules, batons);
      this.events = new Events(machine.tree());
      this.random = new SplittableRandom(seed);
      this.world = new World(code);
    }

    Run run() {
      for (int count = 0; count < MOST_TURNS; count++) {
        if (world.over() || world.astray()) {
          return new Run(Outcome.of(code, world), turns);
        }
        if (!step()) {
          break;
        }
      }
      return new Run(Outcome.HANG, turns);
    }

    private boolean step() {
      List<Events.Event> due = events.due(world);
      List<Integer> ready = ready();
      if (ready.isEmpty() && due.isEmpty()) {
        return events.advance(world);
      }
      // With batons all that is due happens before the next turn.
      int choices = batons && !due.isEmpty() ? due.size() : due.size() + ready.size();
      int choice = random.nextInt(choices);
      if (choice < due.size()) {
        events.happen(world, due.get(choice));
      } else if (batons) {
        turn(ready.get(choice - due.size()));
      } else {
        act(ready.get(choice - due.size()));
      }
      return true;
    }

    private void turn(int task) {
      turns.add(task);
      for (int count = 0; count < MOST_TURNS; count++) {
        if (act(task) == Machine.Turn.PASSES || world.astray()) {
          return;
        }
      }
    }

    /// A checkpoint that finds deadlines to have passed fires one of them.
    private Machine.Turn act(int task) {
      while (!machine.canAct(world, task)) {
        List<Events.Event> due = events.expiries(world);
        events.happen(world, due.get(random.nextInt(due.size())));
      }
      return machine.act(world, task);
    }

    private List<Integer> ready() {
      List<Integer> ready = new ArrayList<>();
      for (int id = 0; id < world.numbers(); id++) {
        if (world.task(id).ready()) {
          ready.add(id);
        }
      }
      return ready;
    }
  }
}
