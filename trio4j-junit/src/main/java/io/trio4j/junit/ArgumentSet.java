package io.trio4j.junit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arguments of one call of a test, from a parameter source.
///
/// @param text for the test's name
/// @param values for the first parameters
record ArgumentSet(String text, List<@Nullable Object> values) {}
