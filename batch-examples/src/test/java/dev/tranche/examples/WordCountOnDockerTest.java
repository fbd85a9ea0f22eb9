package dev.tranche.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.OpenRefusedException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WordCountOnDockerTest {
    private static final BatchListener NOBODY = new BatchListener() {};
    private static final String SOURCES = "src";

    /** docker-java reads it as it reads the variable of this name. */
    private static final String DOCKER_HOST = "DOCKER_HOST";

    @AfterEach
    void forgetTheEngine() {
        System.clearProperty(DOCKER_HOST);
    }

    @NeedsEngine
    @Nested
    class WhereAnEngineAnswers {
        @Test
        void one_flag_runs_it_in_containers_with_the_result_of_local_processes() throws Exception {
            String local = WordCount.mostFrequent(Path.of(SOURCES), WordCount.processes(), NOBODY, NOBODY);

            assertThat(Output.of(() -> WordCount.main(new String[] {"--docker", SOURCES})))
                    .isEqualTo(local)
                    .contains(" the\n");
        }
    }

    @Test
    void where_no_engine_answers_it_says_what_was_tried() {
        System.setProperty(DOCKER_HOST, "unix:///nowhere/docker.sock");

        assertThatThrownBy(() -> WordCount.main(new String[] {"--docker", SOURCES}))
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("environment engine cannot be opened")
                .hasMessageContaining("no Docker engine answers at /nowhere/docker.sock")
                .hasMessageContaining("start one, set DOCKER_HOST");
    }
}
