package dev.tranche.runtime.internal.machine;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.RowTable;
import java.lang.management.ManagementFactory;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a life cycle costs in things that can be counted, whatever machine this runs on: it does not grow with the jobs that
 * wait nor with the hosts, and once it is warm it allocates nothing.
 */
class GrowthTest {
    private static final int HOSTS = 0;
    private static final int FIELDS = 1;
    private static final double MOST_HOSTS = 20;
    private static final int CYCLES = 20_000;

    private static double[] looks(int hosts, int waiting, int shares) throws Exception {
        Map<String, byte[]> counting = Map.of(
                Hosts.class.getName(),
                RewritingClassLoader.rewritten(
                        Hosts.class, Advice.to(LookAdvice.Host.class).on(named("fits"))),
                RowTable.class.getName(),
                RewritingClassLoader.rewritten(
                        RowTable.class,
                        Advice.to(LookAdvice.Field.class).on(namedOneOf("get", "set", "add", "getLong", "setLong"))));
        return (double[])
                new RewritingClassLoader(counting).call(SaturatedScheduler.class, "looks", hosts, waiting, shares);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void a_life_cycle_touches_as_many_rows_with_a_hundred_thousand_waiting_jobs_as_with_a_thousand(int shares)
            throws Exception {
        double[] few = looks(100, 1_000, shares);
        double[] many = looks(100, 100_000, shares);

        assertThat(few[FIELDS]).isBetween(100.0, 500.0);
        assertThat(many[FIELDS]).isLessThan(1.25 * few[FIELDS]);
        assertThat(many[HOSTS]).isLessThan(MOST_HOSTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void a_placement_looks_at_a_few_hosts_however_many_there_are(int shares) throws Exception {
        double[] few = looks(10, 1_000, shares);
        double[] many = looks(10_000, 1_000, shares);

        assertThat(few[HOSTS]).isBetween(1.0, MOST_HOSTS);
        assertThat(many[HOSTS]).isLessThan(MOST_HOSTS);
        assertThat(many[FIELDS]).isLessThan(1.25 * few[FIELDS]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void a_warm_life_cycle_allocates_nothing(int shares) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SaturatedScheduler scheduler = new SaturatedScheduler(100, 1_000, shares);
        cycles(scheduler, CYCLES);
        long before = threads.getCurrentThreadAllocatedBytes();
        cycles(scheduler, CYCLES);
        double bytes = (threads.getCurrentThreadAllocatedBytes() - before) / (double) CYCLES;

        assertThat(bytes).isLessThan(1);
    }

    private static void cycles(SaturatedScheduler scheduler, int count) {
        for (int each = 0; each < count; each++) {
            scheduler.lifecycle();
        }
    }
}
