package dev.tranche.runtime.internal.state;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the machine has to know of a definition with its overrides, compiled once when it is submitted, and the document it
 * was compiled from, which the machine never reads. Equal specs are kept once.
 *
 * @param millivcpus processors an attempt takes, in thousandths
 * @param memoryMib memory an attempt takes
 * @param gpus GPUs an attempt takes
 * @param diskMib disk an attempt takes
 * @param consumes consumable resources an attempt takes
 * @param environments a bit for each environment (by its number) that is able to run it
 * @param retry what follows a failed attempt
 * @param timeoutMicros how long an attempt may run, 0 for ever
 * @param queueTimeoutMicros how long it may wait in its lane for an attempt to begin, 0 for ever
 * @param graceMicros the time between SIGTERM and SIGKILL
 * @param onUnknown what follows when the outcome of an attempt cannot be known
 * @param gang the nodes of a multi-node job, whose resources are the sums over them; otherwise null
 * @param document the definition with its overrides, as canonical JSON
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record JobSpec(
        int millivcpus,
        int memoryMib,
        int gpus,
        int diskMib,
        List<Consumption> consumes,
        long environments,
        Retry retry,
        long timeoutMicros,
        long queueTimeoutMicros,
        long graceMicros,
        OnUnknown onUnknown,
        @Nullable Gang gang,
        byte[] document) {

    /** Copies the consumption. */
    public JobSpec {
        consumes = List.copyOf(consumes);
    }

    /** Of a job that is no multi-node job. */
    public JobSpec(
            int millivcpus,
            int memoryMib,
            int gpus,
            int diskMib,
            List<Consumption> consumes,
            long environments,
            Retry retry,
            long timeoutMicros,
            long queueTimeoutMicros,
            long graceMicros,
            OnUnknown onUnknown,
            byte[] document) {
        this(
                millivcpus,
                memoryMib,
                gpus,
                diskMib,
                consumes,
                environments,
                retry,
                timeoutMicros,
                queueTimeoutMicros,
                graceMicros,
                onUnknown,
                null,
                document);
    }

    /** What follows when the outcome of an attempt cannot be known. */
    public enum OnUnknown {
        /** The job waits for a person. */
        HOLD,
        /** The job has failed. */
        FAIL,
        /** The job is tried again, if attempts are left. */
        RERUN
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobSpec that
                && millivcpus == that.millivcpus
                && memoryMib == that.memoryMib
                && gpus == that.gpus
                && diskMib == that.diskMib
                && consumes.equals(that.consumes)
                && environments == that.environments
                && timeoutMicros == that.timeoutMicros
                && queueTimeoutMicros == that.queueTimeoutMicros
                && graceMicros == that.graceMicros
                && onUnknown == that.onUnknown
                && retry.equals(that.retry)
                && Objects.equals(gang, that.gang)
                && Arrays.equals(document, that.document);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(document) * 31 + Long.hashCode(environments);
    }

    /** Prints the resources only: a document can be long and is not for logs. */
    @Override
    public String toString() {
        return millivcpus + " milli-vCPU, " + memoryMib + " MiB, " + gpus + " GPU, disk " + diskMib + " MiB";
    }
}
