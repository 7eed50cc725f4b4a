/// Section 28: the helpers for tests.
package io.trio4j.conformance.helpers;
