package dev.tranche.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class, or one test, that works with batches. Its test methods, and what runs before and after each of them,
 * may take
 *
 * <ul>
 *   <li>a {@link dev.tranche.runtime.simulation.Simulation} of the test's seed, whose runtimes live in virtual time and check
 *       the scheduler's invariants;
 *   <li>{@link TestRuntimes}, which open real runtimes on the backends of the class path.
 * </ul>
 *
 * <p>Every runtime that is opened on them is closed after the test, and no thread of a runtime may be left then. When a test
 * fails that took a simulation, its seed is told with the failure, in a form that runs the same again.
 *
 * <pre>{@code
 * @BatchTest(seed = 42)
 * class NightlyTest {
 *     @Test
 *     void a_lost_host_delays_the_night(Simulation simulation) {
 *         try (var runtime = simulation.fault(spot, f -> f.hostLostAt(Duration.ofMinutes(30))).open(night)) { … }
 *     }
 * }
 * }</pre>
 *
 * <p>Tests may run in parallel. Works with JUnit 5.10 and later.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(BatchExtension.class)
public @interface BatchTest {
    /** Another seed for each test in each run. */
    long ANOTHER_EACH_TIME = 0;

    /**
     * Where all chance of a simulation comes from. Where nothing is said, {@code -Dtranche.seed=…} says it, and without
     * that each test draws another one.
     *
     * @return the seed
     */
    long seed() default ANOTHER_EACH_TIME;
}
