package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.internal.inbox.Inbox;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostRequest;
import java.time.Duration;

/** Hands what is asked for to the dispatchers of the backends. */
record BackendEffects(Environments environments, Inbox<?, ?> inbox) implements Effects {
    private Dispatcher dispatcher(HostId host) {
        return environments.dispatcher(host.environment());
    }

    @Override
    public void expect(AttemptId attempt) {
        inbox.expect(attempt);
    }

    @Override
    public void launch(JobSnapshot job, AttemptId attempt, HostId host) {
        dispatcher(host).launch(job, attempt, host);
    }

    @Override
    public void started(AttemptId attempt, HostId host) {
        dispatcher(host).started(attempt);
    }

    @Override
    public void stop(AttemptId attempt, HostId host, Duration grace) {
        dispatcher(host).stop(attempt, grace);
    }

    @Override
    public void ended(AttemptId attempt) {
        inbox.forget(attempt);
    }

    @Override
    public void release(AttemptId attempt, HostId host) {
        dispatcher(host).release(attempt);
    }

    @Override
    public void provide(HostRequest request) {
        environments.dispatcher(request.environment()).provide(request);
    }

    @Override
    public void giveBack(HostId host, String reason) {
        dispatcher(host).giveBack(host, reason);
    }

    @Override
    public void runContinued(JobId run, JobId earlier, String environment) {
        environments.dispatcher(environment).runContinued(run, earlier);
    }

    @Override
    public void runEnded(JobId run, String environment, boolean failed) {
        environments.dispatcher(environment).runEnded(run, failed);
    }

    @Override
    public void forget(LiveJob job) {
        environments.forget(job);
    }
}
