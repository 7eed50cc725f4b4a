/// Section 35: small things that others are built on.
package io.trio4j.conformance.utilities;
