/// What the conformance tests share: modes, runs on virtual time, the record of results, the page.
package io.trio4j.conformance.harness;
