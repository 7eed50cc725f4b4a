package io.trio4j.junit.kits;

import io.trio4j.RunMode;
import io.trio4j.junit.TrioTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A rule: a test in each mode, in virtual time.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TrioTest(modes = {RunMode.PARALLEL, RunMode.COOPERATIVE, RunMode.DETERMINISTIC})
@interface EachMode {}
