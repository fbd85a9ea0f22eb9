package dev.tranche.runtime.internal.machine;

import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.journal.MemoryLog;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.RetryRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Drives a machine as the loop does: batches, frames, and observers that hear of a frame after it has been appended. */
final class MachineDriver {
    /** Where numbers of jobs begin: epoch 1. */
    static final long FIRST = (1L << 40) + 1;

    static final long RUNTIME = 0x1234_5678L;

    private final FrameEncoder encoder = new FrameEncoder();
    private final MemoryLog log = new MemoryLog(1 << 20);
    private final Machine machine;
    private final List<Outcomes> observers;
    private final int terminalJobsKept;
    private long now;
    private int batches;
    private int frameBytes;

    MachineDriver(long now, int terminalJobsKept, Outcomes... observers) {
        this.now = now;
        this.terminalJobsKept = terminalJobsKept;
        this.observers = List.of(observers);
        machine = new Machine(RUNTIME, encoder, terminalJobsKept);
    }

    Machine machine() {
        return machine;
    }

    long now() {
        return now;
    }

    /** The bytes of all frames. */
    int frameBytes() {
        return frameBytes;
    }

    /** Runs one batch at a time, and those that follow of themselves. */
    void batch(long at, Consumer<Machine> inputs) {
        step(at, inputs);
        while (machine.hasMoreToDo()) {
            step(at, machine -> {});
        }
    }

    /** Runs exactly one batch. */
    void step(long at, Consumer<Machine> inputs) {
        now = Math.max(now, at);
        encoder.begin(now, 1);
        machine.begin(now);
        inputs.accept(machine);
        machine.place();
        encoder.finish();
        batches++;
        if (encoder.isEmpty()) {
            return;
        }
        log.append(encoder.bytes(), encoder.length());
        frameBytes += encoder.length();
        for (Outcomes observer : observers) {
            FrameDecoder.decode(encoder.bytes(), encoder.length(), observer);
        }
        if (log.wantsCheckpoint()) {
            checkpoint();
        }
    }

    int batches() {
        return batches;
    }

    /** Replaces the log by a checkpoint. */
    void checkpoint() {
        encoder.begin(now, 1);
        machine.checkpoint(encoder);
        encoder.finish();
        log.restart(encoder.bytes(), encoder.length());
    }

    /** Another machine, folded from the log. */
    Machine folded() {
        Machine other = new Machine(RUNTIME, new FrameEncoder(), terminalJobsKept);
        log.replay((frame, length) -> {
            other.foldTime(FrameDecoder.time(frame));
            FrameDecoder.decode(frame, length, other.fold());
        });
        other.recover();
        return other;
    }

    /** A spec that runs in all environments. */
    static JobSpec spec(int millivcpus, int memoryMib) {
        return spec(millivcpus, memoryMib, 1);
    }

    static JobSpec spec(int millivcpus, int memoryMib, int attempts, RetryRule... rules) {
        return spec(millivcpus, memoryMib, attempts, 0, 0, -1L, rules);
    }

    static JobSpec spec(
            int millivcpus,
            int memoryMib,
            int attempts,
            long timeoutMicros,
            long backoffMicros,
            long environments,
            RetryRule... rules) {
        String document = millivcpus + "/" + memoryMib + "/" + attempts + "/" + timeoutMicros + "/" + backoffMicros;
        return new JobSpec(
                millivcpus,
                memoryMib,
                0,
                0,
                environments,
                Retry.upTo(attempts, rules).backoff(backoffMicros, backoffMicros * 8),
                timeoutMicros,
                1_000,
                JobSpec.OnUnknown.HOLD,
                document.getBytes(StandardCharsets.UTF_8));
    }

    static Submission job(int queue, JobSpec spec, Submission.Dependency... dependencies) {
        return new Submission("job", queue, spec, 0, false, List.of(dependencies), 0, null);
    }

    static Submission array(
            int queue, JobSpec spec, int size, boolean sequential, Submission.Dependency... dependencies) {
        return new Submission("array", queue, spec, size, sequential, List.of(dependencies), 0, null);
    }

    static Submission.Dependency after(long job) {
        return new Submission.Dependency(job, -1, DependencyKind.SUCCESS);
    }
}
