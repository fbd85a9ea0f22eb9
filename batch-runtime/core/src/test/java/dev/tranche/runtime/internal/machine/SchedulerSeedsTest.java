package dev.tranche.runtime.internal.machine;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of a scheduler. One that goes wrong says which command lives it again, and what is left of it when everything
 * is left out that does not matter.
 */
class SchedulerSeedsTest {
    private static final String AGAIN = "mvn test -pl batch-runtime/core -am -Dtest=SchedulerSeedsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtranche.seed=";

    static LongStream seeds() {
        Long one = Long.getLong("tranche.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Integer.getInteger("tranche.seeds", 1_000));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_random_life_breaks_no_invariant(long seed) {
        SeededRun run = new SeededRun(seed);
        try {
            run.run();
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(report(seed, run, failure), failure);
        }
    }

    private static String report(long seed, SeededRun run, Throwable failure) {
        Shrinking shrinking = new Shrinking(run.events(), failure, events -> liveAgain(run.terminalJobsKept(), events));
        List<LifeEvent> shortest = shrinking.shortest();
        return "seed " + seed + ": " + failure.getMessage() + "\nagain: " + AGAIN + seed + "\n" + shortest.size()
                + " of "
                + run.events().size() + " events are enough (" + shrinking.tries() + " lives tried):\n"
                + shortest.stream().map(LifeEvent::toString).collect(Collectors.joining("\n"));
    }

    private static @Nullable Throwable liveAgain(int terminalJobsKept, List<LifeEvent> events) {
        try {
            long unused = Life.again(terminalJobsKept, events);
            return null;
        } catch (RuntimeException | AssertionError failure) {
            return failure;
        }
    }
}
