/// How the explorer works: deciding turns, recording them, searching, shrinking, telling.
package io.trio4j.testing.internal;
