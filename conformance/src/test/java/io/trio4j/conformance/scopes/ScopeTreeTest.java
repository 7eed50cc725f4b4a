package io.trio4j.conformance.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.CancelScope;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

/// Cancels in scopes, nurseries and tasks that lie in each other.
class ScopeTreeTest {
  @InEachMode
  @Tag("T093")
  void a_cancel_reaches_every_leaf(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Trail trail = new Trail();
          Nursery.run(top -> {
            top.startSoon(() -> twoLeaves(trail));
            top.startSoon(() -> twoLeaves(trail));
            Runs.settle();
            top.cancel();
          });

          assertThat(trail.steps()).containsExactly("leaf", "leaf", "leaf", "leaf");
        });
  }

  private static void twoLeaves(Trail trail) {
    Nursery.run(nursery -> {
      nursery.startSoon(() -> leaf(trail));
      nursery.startSoon(() -> leaf(trail));
    });
  }

  private static void leaf(Trail trail) {
    try {
      Trio.sleepForever();
    } catch (Cancelled cancelled) {
      trail.add("leaf");
      throw cancelled;
    }
  }

  @InEachMode
  @Tag("T099")
  void the_outermost_scope_that_was_cancelled_absorbs(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          AtomicReference<CancelScope> second = new AtomicReference<>();
          AtomicReference<CancelScope> third = new AtomicReference<>();
          CancelScope first =
              CancelScope.run(_ ->
                  CancelScope.run(two -> {
                    second.set(two);
                    CancelScope.run(three -> {
                      third.set(three);
                      three.cancel();
                      two.cancel();
                      Trio.sleepForever();
                    });
                  }));

          assertThat(third.get().cancelCalled()).isTrue();
          assertThat(third.get().cancelledCaught()).isFalse();
          assertThat(second.get().cancelCalled()).isTrue();
          assertThat(second.get().cancelledCaught()).isTrue();
          assertThat(first.cancelCalled()).isFalse();
          assertThat(first.cancelledCaught()).isFalse();
        });
  }

  @InEachMode
  @Tag("T111")
  void the_scope_of_a_nursery_is_not_for_others_to_enter(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Trail trail = new Trail();
          Nursery.run(nursery -> {
            for (int i = 0; i < 3; i++) {
              nursery.startSoon(() -> leaf(trail));
            }
            Runs.settle();

            assertThatIllegalStateException()
                .isThrownBy(() -> nursery.scope().enter(() -> trail.add("entered")))
                .withMessageContaining("single use");

            Runs.settle();
            assertThat(trail.steps()).isEmpty();
            assertThat(nursery.childTasks()).hasSize(3);
            nursery.cancel();
          });

          assertThat(trail.steps()).containsExactly("leaf", "leaf", "leaf");
        });
  }

  @InEachMode
  @Tag("T122")
  void a_scope_absorbs_the_cancels_beside_an_error_and_lets_the_error_go_on(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Trail trail = new Trail();
          AtomicReference<CancelScope> outer = new AtomicReference<>();
          AtomicReference<ExceptionGroup> inside = new AtomicReference<>();

          ExceptionGroup outside =
              catchThrowableOfType(
                  ExceptionGroup.class,
                  () ->
                      CancelScope.run(out -> {
                        outer.set(out);
                        try {
                          Nursery.run(nursery -> cancelTwiceAndCrash(out, nursery, trail));
                        } catch (ExceptionGroup group) {
                          inside.set(group);
                          throw group;
                        }
                      }));

          assertThat(trail.steps()).containsExactly("leaf", "leaf", "leaf");
          assertHoldsOnlyTheCrash(inside.get());
          assertHoldsOnlyTheCrash(outside);
          assertThat(outer.get().cancelledCaught()).isTrue();
          Trio.checkpoint();
        });
  }

  private static void cancelTwiceAndCrash(CancelScope outer, Nursery nursery, Trail trail) {
    nursery.startSoon(() -> leaf(trail));
    nursery.startSoon(() -> leaf(trail));
    Runs.settle();
    nursery.cancel();
    CancelScope.shielded(Runs::settle);
    nursery.startSoon(() -> leaf(trail));
    outer.cancel();
    nursery.startSoon(() -> crash());
  }

  private static void assertHoldsOnlyTheCrash(ExceptionGroup group) {
    assertThat(group.errors()).singleElement().isInstanceOf(NoSuchElementException.class);
  }

  private static void crash() {
    throw new NoSuchElementException("key");
  }
}
