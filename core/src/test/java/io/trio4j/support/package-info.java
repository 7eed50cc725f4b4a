/// What tests of several packages need.
package io.trio4j.support;
