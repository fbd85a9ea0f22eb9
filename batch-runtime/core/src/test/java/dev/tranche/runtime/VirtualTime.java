package dev.tranche.runtime;

import dev.tranche.model.JobQueue;
import dev.tranche.runtime.internal.loop.Agenda;
import dev.tranche.runtime.internal.loop.SteppedCrew;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.internal.loop.Watch;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Opens runtimes without threads over a fake backend: nothing happens and no time passes unless a test waits. */
final class VirtualTime {
    private final SteppedCrew crew =
            new SteppedCrew(Instant.parse("2027-01-15T08:00:00Z"), Duration.ofDays(3650), Agenda.EMPTY);

    BatchRuntime open(FakeBackend backend, JobQueue... queues) {
        return open(new OptionsBuilder(List.of(queues), null), backend);
    }

    BatchRuntime open(OptionsBuilder options, FakeBackend backend) {
        return options.backend(backend.at(() -> BatchClock.instant(crew.wallMicros())))
                .openIn(new Surroundings(1, crew, crew, Watch.NONE));
    }

    /** Lets time pass, and everything happen that is due by then. */
    void pass(Duration time) {
        try {
            crew.advance(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets happen what happens at once. */
    void settle() {
        pass(Duration.ZERO);
    }

    Duration elapsed() {
        return crew.elapsed();
    }

    Instant now() {
        return BatchClock.instant(crew.wallMicros());
    }
}
