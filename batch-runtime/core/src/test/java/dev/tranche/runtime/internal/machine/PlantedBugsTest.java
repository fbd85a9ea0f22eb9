package dev.tranche.runtime.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether the random lives would notice: each bug is planted into a scheduler of its own, which has to go wrong within the
 * seeds of an ordinary run.
 */
class PlantedBugsTest {
    private static final int SEEDS = 1_000;
    private static final int SEEDS_OF_CONTROL = 10;

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_planted_bug_is_caught(PlantedBug bug) throws Exception {
        String lives = bug.isOfScaling() ? "firstFailureOfScaling" : "firstFailure";
        assertThat(firstFailure(bug.planted(), lives, SEEDS)).startsWith("seed ");
    }

    @Test
    void the_same_scheduler_without_a_bug_goes_well() throws Exception {
        assertThat(firstFailure(Map.of(), "firstFailure", SEEDS_OF_CONTROL)).isEmpty();
        assertThat(firstFailure(Map.of(), "firstFailureOfScaling", SEEDS_OF_CONTROL))
                .isEmpty();
    }

    private static String firstFailure(Map<String, byte[]> planted, String lives, int seeds)
            throws ReflectiveOperationException {
        return (String) new RewritingClassLoader(planted).call(SeededLives.class, lives, seeds);
    }

    @Test
    void the_documentation_names_each_of_them() throws Exception {
        String page = Files.readString(Path.of("../../docs/proof.md"));

        for (PlantedBug bug : PlantedBug.values()) {
            assertThat(page).contains("| " + bug + " |");
        }
    }
}
