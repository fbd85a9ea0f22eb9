package dev.tranche.runtime.ec2;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests whose tasks are containers on a real engine, with the image {@code busybox:latest} on it. Where there is none they are
 * skipped, and say so; with {@code TRANCHE_REQUIRE=docker} in the environment they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(EngineCondition.class)
public @interface NeedsEngine {}
