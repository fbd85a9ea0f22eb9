package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.runtime.internal.loop.Agenda;
import dev.tranche.runtime.internal.loop.SteppedCrew;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.internal.loop.Watch;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
    /** Takes offence at the first placement. */
    private static final class Offended extends OutcomeListener implements Watch {
        @Override
        public void attemptPlaced(long job, int index, int attempt, int host) {
            throw new IllegalStateException("not there");
        }

        @Override
        public Outcomes outcomes() {
            return this;
        }

        @Override
        public void batchBegins(long timeMicros) {}

        @Override
        public void batchEnded(Machine machine) {}
    }

    @Test
    void what_a_watch_throws_stops_the_runtime_before_anything_of_the_batch_leaves() {
        SteppedCrew crew = new SteppedCrew(Instant.parse("2027-01-15T08:00:00Z"), Duration.ofDays(1), Agenda.EMPTY);
        FakeBackend backend = FakeBackend.manual();
        OptionsBuilder options = new OptionsBuilder(List.of(QUEUE), null).backend(backend);
        try (BatchRuntime runtime = options.openIn(new Surroundings(1, crew, crew, new Offended()))) {
            assertThatThrownBy(() -> runtime.submit(job("j", ONE), QUEUE))
                    .isInstanceOf(RuntimeClosedException.class)
                    .rootCause()
                    .hasMessage("not there");
            assertThat(backend.calls()).isEmpty();
        }
    }
}
