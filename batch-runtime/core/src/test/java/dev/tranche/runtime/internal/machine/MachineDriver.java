package dev.tranche.runtime.internal.machine;

import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.journal.MemoryLog;
import dev.tranche.runtime.internal.journal.RecordingMachine;
import dev.tranche.runtime.internal.journal.Verifier;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.RetryRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Drives a machine as the loop does: batches, frames, and observers that hear of a frame after it has been appended. Each frame is
 * decided again by another machine, which begins anew at each checkpoint, and has to come out the same.
 */
final class MachineDriver {
    /** Where numbers of jobs begin: epoch 1. */
    static final long FIRST = (1L << 40) + 1;

    static final long RUNTIME = 0x1234_5678L;

    private final FrameEncoder encoder = new FrameEncoder();
    private final MemoryLog log = new MemoryLog(1 << 20);
    private final List<Outcomes> observers;
    private final int terminalJobsKept;
    private long now;
    private final Fuse fuse = new Fuse();
    private Machine machine;
    private Verifier verifier = new Verifier(RUNTIME);
    private int batches;
    private int frameBytes;

    MachineDriver(long now, int terminalJobsKept, Outcomes... observers) {
        this.now = now;
        this.terminalJobsKept = terminalJobsKept;
        this.observers = List.of(observers);
        machine = newMachine();
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

    private Machine newMachine() {
        return new RecordingMachine(RUNTIME, new Tee(fuse.burning(), encoder), encoder, terminalJobsKept);
    }

    /** Runs exactly one batch. */
    void step(long at, Consumer<Machine> inputs) {
        step(at, 0, inputs);
    }

    /**
     * Runs exactly one batch; if it is to throw after so many outcomes (0 for not), it is run again on a machine that has been
     * built from the log, as the loop does. Such a machine has to be what the other was before the batch.
     */
    void step(long at, int throwsAfter, Consumer<Machine> inputs) {
        now = Math.max(now, at);
        if (throwsAfter > 0) {
            throwOnce(throwsAfter, inputs);
        }
        decide(inputs);
        batches++;
        if (encoder.isEmpty()) {
            return;
        }
        log.append(encoder.bytes(), encoder.length());
        frameBytes += encoder.length();
        decideAgain();
        for (Outcomes observer : observers) {
            FrameDecoder.decode(encoder.bytes(), encoder.length(), observer);
        }
        if (log.wantsCheckpoint()) {
            checkpoint();
        }
    }

    private void decideAgain() {
        String difference = verifier.decide(encoder.bytes(), encoder.length());
        if (difference != null) {
            throw new AssertionError("decided again: " + difference);
        }
    }

    private void throwOnce(int throwsAfter, Consumer<Machine> inputs) {
        long before = machine.digest();
        fuse.light(throwsAfter);
        try {
            decide(inputs);
        } catch (Fuse.BurntException e) {
            // what it left behind is thrown away with it
        }
        fuse.putOut();
        machine = folded();
        if (machine.digest() != before) {
            throw new AssertionError("the machine that was built from the log is another than before the throw");
        }
    }

    private void decide(Consumer<Machine> inputs) {
        encoder.begin(now, 1);
        machine.begin(now);
        inputs.accept(machine);
        machine.place();
        encoder.finish();
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
        verifier = new Verifier(RUNTIME);
        verifier.fold(encoder.bytes(), encoder.length());
    }

    /** Another machine, folded from the log. */
    Machine folded() {
        Machine other = newMachine();
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
                List.of(),
                environments,
                Retry.upTo(attempts, rules).backoff(backoffMicros, backoffMicros * 8),
                timeoutMicros,
                0,
                1_000,
                JobSpec.OnUnknown.HOLD,
                document.getBytes(StandardCharsets.UTF_8));
    }

    static Submission job(int queue, JobSpec spec, Submission.Dependency... dependencies) {
        return new Submission("job", queue, spec, 0, false, List.of(dependencies), 0, null);
    }

    /** A job of a share. */
    static Submission job(int queue, JobSpec spec, String share, int priority) {
        return new Submission("job", queue, spec, 0, false, List.of(), 0, null, share, priority);
    }

    static Submission array(
            int queue, JobSpec spec, int size, boolean sequential, Submission.Dependency... dependencies) {
        return new Submission("array", queue, spec, size, sequential, List.of(dependencies), 0, null);
    }

    static Submission.Dependency after(long job) {
        return new Submission.Dependency(job, -1, DependencyKind.SUCCESS);
    }
}
