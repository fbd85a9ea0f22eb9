package dev.tranche.runtime.report;

import dev.tranche.runtime.JobDetail;
import java.time.Instant;

/** Where progress is shown. One thread at a time. */
interface Display {
    /** A job of a stage has changed. */
    void changed(Stages stages, Stage stage, JobDetail job, Instant now);

    /** Some time has passed. */
    void ticked(Stages stages, Instant now);

    /** Nothing follows. */
    void closed(Stages stages, Instant now);
}
