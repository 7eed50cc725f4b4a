package io.trio4j.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A method that sets something up in the run of a [TrioTest], runs the test in it, and tears it
/// down: a fixture that can open nurseries, scopes and resources around the test.
///
/// {@snippet class="io.trio4j.snippets.FixtureSnippets" region="fixture"}
///
/// The method has a parameter [TestBody] of what it makes, and calls
/// [run(value)][TestBody#run(Object)] once. A test that has a parameter of exactly this type gets
/// the value; fixtures nobody asks for are not run, unless they are [#always()]. A fixture may ask
/// for the values of others, which are then set up around it, and for a clock, a sequencer, the
/// mode and free ports, as a test may.
///
/// - It runs in the main task, as the test does. Its tasks belong to its own nursery; a test's
///   `Nursery` parameter is another one, inside.
/// - **A crash in the background fails the test** with the crash itself: it cancels the fixture's
///   nursery and so the test. What is printed names the fixture.
/// - A test that its fixture cancelled did not run to its end and fails too.
/// - What the test throws comes out as it was thrown, however many nurseries are around it.
/// - The method may be in the test class, in a class or interface above it, or in a class around a
///   `@Nested` one. An inner fixture hides an outer one of the same type. Tests share fixtures by
///   an interface with default methods.
///
/// @source Trio `pytest-trio` fixtures
/// @since 0.1
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TrioFixture {
  /// Whether it is run around each test, also around those that don't ask for it: a `@BeforeEach`
  /// and `@AfterEach` inside the run.
  ///
  /// @return false by default
  boolean always() default false;
}
