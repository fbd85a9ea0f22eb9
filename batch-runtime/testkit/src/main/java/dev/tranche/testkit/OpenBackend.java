package dev.tranche.testkit;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.Reports;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The one backend that the topics of a contract share, what it reports, and the identities given to it so far. */
final class OpenBackend {
    final BackendContract contract;
    final RecordingReports reports = new RecordingReports();
    final Backend backend;

    private final long runtimeId = ThreadLocalRandom.current().nextLong(1L << 60);
    private final AtomicLong lastNumber = new AtomicLong();

    OpenBackend(BackendContract contract) {
        this.contract = contract;
        this.backend = another(reports);
    }

    /** Opens one more backend of the same runtime; whoever asked closes it. */
    Backend another(Reports to) {
        return contract.factory().open(contract.environment(), context(to));
    }

    /** The first attempt of a job that was never heard of. */
    AttemptId nextAttempt() {
        return new AttemptId(new JobId(runtimeId, lastNumber.incrementAndGet(), JobId.NO_INDEX), 1);
    }

    private BackendContext context(Reports to) {
        return new BackendContext() {
            @Override
            public long runtimeId() {
                return runtimeId;
            }

            @Override
            public boolean journaled() {
                return false;
            }

            @Override
            public Reports reports() {
                return to;
            }
        };
    }
}
