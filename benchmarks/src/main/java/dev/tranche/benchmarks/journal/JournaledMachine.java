package dev.tranche.benchmarks.journal;

import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.journal.FrameLog;
import dev.tranche.runtime.internal.journal.RecordingMachine;
import dev.tranche.runtime.internal.machine.EndKind;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.machine.SubmitReply;
import dev.tranche.runtime.internal.machine.Tee;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Retry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link Machine} as the loop drives it, one frame of a log for each batch: jobs are submitted and placed in one, started
 * in the next, ended in the one after that. One thread.
 */
final class JournaledMachine {
    static final long RUNTIME_ID = 1;
    static final int ENDED_JOBS_KEPT = 100_000;

    private static final int HOST_MILLIVCPUS = 1_000_000;
    private static final int JOB_MILLIVCPUS = 1_000;
    private static final long PATIENCE_MICROS = 600_000_000;
    private static final long GRACE_MICROS = 30_000_000;
    private static final long FRAME_MICROS = 1_000;
    private static final int NO_CHILD = -1;

    private FrameLog log;
    private final long epoch;
    private final FrameEncoder encoder = new FrameEncoder();
    private final Machine machine;
    private final JobSpec spec = new JobSpec(
            JOB_MILLIVCPUS,
            512,
            0,
            0,
            List.of(),
            1,
            Retry.upTo(1),
            0,
            0,
            GRACE_MICROS,
            JobSpec.OnUnknown.HOLD,
            ("{\"jobDefinitionName\":\"plain\",\"type\":\"container\",\"containerProperties\":{\"command\":[\"step\"],"
                            + "\"resourceRequirements\":[{\"type\":\"VCPU\",\"value\":\"1\"},"
                            + "{\"type\":\"MEMORY\",\"value\":\"512\"}]}}")
                    .getBytes(StandardCharsets.UTF_8));

    private List<Long> placed = new ArrayList<>();
    private List<Long> started = new ArrayList<>();
    private long now = 1_700_000_000_000_000L;
    private long submitted;
    private long bytes;

    /** One host of a thousand processors, or none, so that every job waits. */
    JournaledMachine(FrameLog log, long epoch, boolean host) {
        this.log = log;
        this.epoch = epoch;
        machine = new RecordingMachine(RUNTIME_ID, new Tee(new Placed(), encoder), encoder, ENDED_JOBS_KEPT);
        begin();
        int environment = machine.addEnvironment("environment");
        machine.addQueue(
                new Queue(0, "queue", 1, new int[] {environment}, false, PATIENCE_MICROS, 0, 0, List.of(), null));
        if (host) {
            machine.hostJoined(environment, "host", HOST_MILLIVCPUS, HOST_MILLIVCPUS, 0, 0);
        }
        commit();
    }

    /** Hears what is placed. */
    private final class Placed extends OutcomeListener {
        @Override
        public void attemptPlaced(long job, int index, int attempt, int host) {
            placed.add(job);
        }
    }

    /** One batch: what runs ends, what was placed starts, and so many jobs are submitted and placed. */
    void batch(int jobs) {
        begin();
        for (long job : started) {
            machine.ended(job, NO_CHILD, 1, EndKind.EXITED, 0, false, null, now);
        }
        started = placed;
        placed = new ArrayList<>(jobs);
        for (long job : started) {
            machine.started(job, NO_CHILD, 1, now);
        }
        for (int i = 0; i < jobs; i++) {
            submit();
        }
        machine.place();
        commit();
    }

    /** The frames go to another log from now on, which has those before. */
    void goesOnIn(FrameLog other) {
        log = other;
    }

    /** Bytes of all frames so far. */
    long bytes() {
        return bytes;
    }

    /** What its state is, in a number. */
    long digest() {
        return machine.digest();
    }

    private void submit() {
        submitted++;
        Submission job = new Submission("job-" + submitted, 0, spec, 0, false, List.of(), 0, null, "", 0);
        SubmitReply reply = machine.submit(submitted, job);
        if (!(reply instanceof SubmitReply.Accepted)) {
            throw new IllegalStateException("not accepted: " + reply);
        }
    }

    private void begin() {
        now += FRAME_MICROS;
        encoder.begin(now, epoch);
        machine.begin(now);
    }

    private void commit() {
        encoder.finish();
        log.append(encoder.bytes(), encoder.length());
        bytes += encoder.length();
    }
}
