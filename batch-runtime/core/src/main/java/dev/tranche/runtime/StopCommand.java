package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.runtime.internal.loop.Control;
import dev.tranche.runtime.internal.machine.Machine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody cancels or terminates a job.
 *
 * @param job the job
 * @param terminate whether it is ended whatever its state
 * @param reason why
 */
record StopCommand(JobId job, boolean terminate, String reason) implements Control.Command {
    private static final Logger LOG = LoggerFactory.getLogger(StopCommand.class);

    /**
     * Checks the reason, as AWS does.
     *
     * @throws IllegalArgumentException if the reason is empty or too long
     */
    StopCommand {
        Reasons.check(reason);
    }

    @Override
    public void feed(Machine machine) {
        if (terminate) {
            machine.terminate(job.number(), job.index(), reason);
        } else {
            machine.cancel(job.number(), job.index(), reason);
        }
    }

    @Override
    public void failed(Throwable cause) {
        LOG.error("{} had no effect", this, cause);
    }

    @Override
    public String toString() {
        return (terminate ? "termination of job " : "cancellation of job ") + job;
    }
}
