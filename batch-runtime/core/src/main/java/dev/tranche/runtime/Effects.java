package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostRequest;
import java.time.Duration;

/** What outcomes set off outside, once they are recorded. Loop thread only. */
interface Effects {
    /** Nothing: the outcomes are those of an earlier opening, which has seen to that. */
    Effects NONE = new Effects() {
        @Override
        public void expect(AttemptId attempt) {}

        @Override
        public void launch(JobSnapshot job, AttemptId attempt, HostId host) {}

        @Override
        public void started(AttemptId attempt, HostId host) {}

        @Override
        public void stop(AttemptId attempt, HostId host, Duration grace) {}

        @Override
        public void ended(AttemptId attempt) {}

        @Override
        public void release(AttemptId attempt, HostId host) {}

        @Override
        public void provide(HostRequest request) {}

        @Override
        public void giveBack(HostId host, String reason) {}

        @Override
        public void runContinued(JobId run, JobId earlier, String environment) {}

        @Override
        public void runEnded(JobId run, String environment, boolean failed) {}

        @Override
        public void forget(LiveJob job) {}
    };

    /** Reports of an attempt are to be taken. */
    void expect(AttemptId attempt);

    void launch(JobSnapshot job, AttemptId attempt, HostId host);

    void started(AttemptId attempt, HostId host);

    void stop(AttemptId attempt, HostId host, Duration grace);

    /** Reports of an attempt are not taken any more. */
    void ended(AttemptId attempt);

    void release(AttemptId attempt, HostId host);

    void provide(HostRequest request);

    void giveBack(HostId host, String reason);

    /** The files of a run are those that an earlier one left in an environment. */
    void runContinued(JobId run, JobId earlier, String environment);

    void runEnded(JobId run, String environment, boolean failed);

    void forget(LiveJob job);
}
