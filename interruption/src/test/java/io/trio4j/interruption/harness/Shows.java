package io.trio4j.interruption.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The row a test shows. The test gets a [Facts] to say what came of it, and must leave no run, no
/// thread of a task, no timer entry behind.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Recorder.class)
public @interface Shows {
  Call value();
}
