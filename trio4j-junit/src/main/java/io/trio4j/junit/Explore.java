package io.trio4j.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test method that is the main task of a run, again and again, each time under another schedule:
/// see [Explorer][io.trio4j.testing.Explorer].
///
/// {@snippet class="io.trio4j.snippets.ExploreSnippets" region="explore"}
///
/// - Only the method is repeated: `@BeforeEach`, `@AfterEach` and the constructor run once, outside
///   of any run. What the test changes it makes itself, not in fields, or it is reported as not
///   deterministic.
/// - A failure is a [FailedScheduleError][io.trio4j.testing.FailedScheduleError], which tells the
///   schedule. With [#schedule()] the test runs under that one alone.
/// - An assumption that fails aborts the test.
///
/// @since 0.1
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(ExploreExtension.class)
public @interface Explore {
  /// How many schedules to try at most.
  ///
  /// @return positive
  int schedules() default 1_000;

  /// The seed of the first drawn schedule.
  ///
  /// @return any number
  long seed() default 1;

  /// Which schedules to try.
  ///
  /// @return a mixture by default
  ExploreStrategy strategy() default ExploreStrategy.MIXED;

  /// Of [ExploreStrategy#PCT]: how many orderings the bug needs.
  ///
  /// @return positive
  int depth() default 3;

  /// The one schedule to run, as a failure has told it; empty to explore.
  ///
  /// @return such as `4:2 9:0`
  String schedule() default "";
}
