package io.trio4j.conformance.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test of one line or more, run once in each [io.trio4j.RunMode], which it gets as its
/// parameter:
///
/// ```java
/// @InEachMode
/// @Tag("T015")
/// void a_crash_cancels_the_siblings(RunMode mode) { … }
/// ```
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(ModeExtension.class)
public @interface InEachMode {}
