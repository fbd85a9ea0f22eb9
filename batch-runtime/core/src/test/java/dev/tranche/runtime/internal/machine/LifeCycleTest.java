package dev.tranche.runtime.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.invariant.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of the life cycle: closed where it has to be, taken in every row, and what its page shows. */
class LifeCycleTest {
    private static final Path PAGE = Path.of("../../docs/generated/life-cycle.md");
    private static final String HOW = "mvn test -pl batch-runtime/core -am -Dtest=LifeCycleTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtranche.generate=true";
    private static final int SEEDS = 60;

    @Test
    void nothing_follows_an_end_and_every_status_can_be_reached() {
        assertThat(Transition.values())
                .noneMatch(each -> each.from().map(JobStatus::isTerminal).orElse(false));
        assertThat(Arrays.stream(Transition.values()).map(Transition::to).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(JobStatus.values());
    }

    @Test
    void every_row_of_the_table_is_taken_by_random_lives() {
        Set<Transition> taken = EnumSet.noneOf(Transition.class);
        for (long seed = 0; seed < SEEDS; seed++) {
            SeededRun run = new SeededRun(seed);
            run.run();
            taken.addAll(run.taken());
        }
        assertThat(taken).containsExactlyInAnyOrder(Transition.values());
    }

    @Test
    void the_page_is_what_the_table_says() throws IOException {
        String page = page();
        if (Boolean.getBoolean("tranche.generate")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("stale; made anew by " + HOW).hasContent(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("# The life cycle of a job\n\n");
        page.append(
                "Made from the table that the random lives of the scheduler are checked against, `Transition`, by\n\n");
        page.append("```sh\n").append(HOW).append("\n```\n\n");
        page.append("```mermaid\nstateDiagram-v2\n    direction LR\n");
        Arrays.stream(Transition.values())
                .map(each -> "    " + each.from().map(JobStatus::name).orElse("[*]") + " --> " + each.to() + "\n")
                .distinct()
                .forEach(page::append);
        page.append("    SUCCEEDED --> [*]\n    FAILED --> [*]\n```\n\n");
        page.append("| from | to | when |\n|---|---|---|\n");
        for (Transition each : Transition.values()) {
            page.append("| ")
                    .append(each.from().map(JobStatus::name).orElse(""))
                    .append(" | ")
                    .append(each.to())
                    .append(" | ")
                    .append(each.when())
                    .append(" |\n");
        }
        return page.toString();
    }
}
