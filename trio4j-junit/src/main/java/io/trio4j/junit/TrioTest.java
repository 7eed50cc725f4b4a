package io.trio4j.junit;

import io.trio4j.RunMode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test method that is the main task of a run: once for each mode and seed.
///
/// {@snippet class="io.trio4j.snippets.TrioTestSnippets" region="test"}
///
/// Without attributes a test runs once, deterministically, in virtual time. It may have these
/// parameters, besides those other extensions know:
///
/// | parameter | what it gets |
/// |---|---|
/// | [VirtualClock][io.trio4j.testing.VirtualClock] | the run's clock, unless [#clock()] is `REAL`; at most one |
/// | [Nursery][io.trio4j.Nursery] | a nursery around the test body: the test ends when its tasks have ended; at most one |
/// | [Sequencer][io.trio4j.testing.Sequencer] | one for the test and its fixtures |
/// | [RunMode] | the mode it runs in |
/// | [FreePort @FreePort int][FreePort] | a port nobody listens on |
/// | what a [TrioFixture] makes | the value; the fixture is around the test |
/// | the first ones, with a parameter source | the arguments |
///
/// - Only the test method and its [fixtures][TrioFixture] are in the run. `@BeforeEach`,
///   `@AfterEach` and constructors run outside, on JUnit's thread: thread-locals they set are not
///   seen by the test. A fixture that is [always][TrioFixture#always()] run is set-up and tear-down
///   inside.
/// - **Parameter sources** (`@ValueSource`, `@MethodSource`, `@CsvSource` … of
///   junit-jupiter-params) stand directly beside it, without `@ParameterizedTest`: the test runs
///   for each set of arguments in each mode with each seed. Texts are converted as JUnit does;
///   converters and aggregators of your own are not called.
/// - **`@RepeatedTest`, `@ParameterizedTest`** and other templates may stand beside it too. Then
///   these say how often the test is called, and each call is a run; there is one mode then, and
///   one seed, which for `@RepeatedTest` is the number of the repetition. `@Nested` classes and the
///   lifecycle `PER_CLASS` need nothing special.
/// - An assertion that fails in a child of a nursery arrives as itself, not in an
///   [ExceptionGroup][io.trio4j.ExceptionGroup], if nothing else failed; so does an assumption.
///   Soft assertions work too: theirs is a failed assertion like others.
/// - A test that its own nursery or a fixture cancelled before its end fails: it has not shown
///   anything.
/// - When a test fails, [Trio.dump()][io.trio4j.Trio#dump()] at that moment is printed to standard
///   error. `-Dtrio4j.seed=17` (or the JUnit configuration parameter of that name) runs a test with
///   that seed only.
/// - A test that takes longer than [#timeoutSeconds()] of real time is cancelled and fails with the
///   dump in its message. One that does not end even then is left behind, and the message says so.
///   `-Dtrio4j.timeout=off` is for the debugger, a number of seconds for slow machines.
/// - After each test [LeakCheck][io.trio4j.testing.LeakCheck] looks for what it left behind, unless
///   JUnit runs tests concurrently, when nobody could tell whose it is.
///
/// @source Trio `pytest-trio`, `trio.testing.trio_test`; conformance T528, T575
/// @since 0.1
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(TrioTestExtension.class)
public @interface TrioTest {
  /// The modes to run in, in this order.
  ///
  /// @return at least one
  RunMode[] modes() default RunMode.DETERMINISTIC;

  /// With how many seeds to run in each mode: 1, 2 and so on.
  ///
  /// In deterministic mode a seed decides the schedule; in the others only what the library draws.
  ///
  /// @return positive
  int seeds() default 1;

  /// The time the test runs on.
  ///
  /// @return virtual time by default
  TestClock clock() default TestClock.VIRTUAL;

  /// How long one run of the test may take in real time.
  ///
  /// @return positive
  int timeoutSeconds() default 60;
}
