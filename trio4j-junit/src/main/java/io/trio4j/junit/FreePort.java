package io.trio4j.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An `int` parameter of a [TrioTest] or [TrioFixture] that gets a port nobody listens on.
///
/// {@snippet class="io.trio4j.snippets.FixtureSnippets" region="port"}
///
/// It is free for TCP and for UDP, on all addresses of the machine, at the moment the test begins,
/// and no other test of this JVM gets it. Another program may take it in between: where you can,
/// listen on port 0 and ask for the number.
///
/// @source AnyIO `free_tcp_port`, `free_udp_port`
/// @since 0.1
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface FreePort {}
