/// Runs: tasks, nurseries and the schedulers that move them.
package io.trio4j.internal.run;
