/// Sections 4, 5 and 7: cancel scopes, cancel reasons, and what a group is made of.
package io.trio4j.conformance.scopes;
