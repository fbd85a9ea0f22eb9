package dev.tranche.runtime.docker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that need a real engine and the image {@code busybox:latest} on it. Where there is none they are skipped, and say
 * so; with {@code TRANCHE_REQUIRE=docker} in the environment, or as the system property {@code tranche.require}, they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EngineCondition.class)
@interface NeedsEngine {}
