package io.trio4j.conformance.harness;

import io.trio4j.RunMode;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// As [InEachMode], for a line that not every mode promises: the page lists the others with the
/// reason.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(ModeExtension.class)
public @interface InModes {
  /// The modes that promise it.
  RunMode[] value();

  /// Why the other modes don't, in a few words.
  String leftOut();
}
