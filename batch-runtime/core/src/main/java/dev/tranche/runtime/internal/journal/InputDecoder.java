package dev.tranche.runtime.internal.journal;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.EndKind;
import dev.tranche.runtime.internal.machine.Inputs;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.StockChange;
import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.machine.SubmitReply;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads the inputs of a frame back as the calls that they were. Any thread. */
final class InputDecoder {
    private static final EndKind[] END_KINDS = EndKind.values();
    private static final JobStatus[] JOB_STATUSES = JobStatus.values();
    private static final StockChange[] STOCK_CHANGES = StockChange.values();
    private static final DependencyKind[] DEPENDENCY_KINDS = DependencyKind.values();

    private final FrameReader in;
    private final long time;
    private final int logic;
    private final int terminalJobsKept;
    private final Accepted accepted;

    /**
     * The inputs of a frame.
     *
     * @param specs the spec of each number as it was before the frame
     * @throws DamagedFrameException if it is not a whole frame
     */
    InputDecoder(byte[] frame, int length, IntFunction<@Nullable JobSpec> specs) {
        accepted = new Accepted(specs);
        FrameDecoder.decode(frame, length, accepted);
        in = new FrameReader(frame, Frame.inputs(frame), length);
        time = FrameDecoder.time(frame);
        logic = in.number();
        terminalJobsKept = in.number();
    }

    /** Whether a frame says of which inputs its outcomes were made; one that says a state does not. */
    static boolean hasInputs(byte[] frame, int length) {
        return Frame.inputs(frame) < length;
    }

    /** The version of the logic that decided. */
    int logic() {
        return logic;
    }

    /** How many ended jobs stayed known. */
    int terminalJobsKept() {
        return terminalJobsKept;
    }

    /** Makes the calls, in order; once. */
    void tell(Inputs to) {
        while (in.hasMore()) {
            tellOne(to);
        }
    }

    /** What is answered, somebody else was told. */
    private void tellOne(Inputs to) {
        int tag = in.tag();
        switch (tag) {
            case InputTag.ENVIRONMENT_ADDED -> {
                int unused = to.addEnvironment(in.text(), in.number());
            }
            case InputTag.QUEUE_ADDED -> to.addQueue(in.queue());
            case InputTag.QUEUE_DISABLED -> to.disableQueue(in.number(), in.text());
            case InputTag.QUEUE_ENABLED -> to.enableQueue(in.number());
            case InputTag.ENVIRONMENT_DISABLED -> to.disableEnvironment(in.number(), in.text());
            case InputTag.ENVIRONMENT_ENABLED -> to.enableEnvironment(in.number());
            case InputTag.STOCK_CHANGED -> {
                String unused = to.changeStock(in.consumption(), in.choice(STOCK_CHANGES));
            }
            case InputTag.SUBMITTED -> {
                long number = in.job();
                SubmitReply unused = to.submit(number, submission(number));
            }
            case InputTag.WORKFLOW_OPENED -> to.openWorkflow(in.job(), in.text());
            case InputTag.WORKFLOW_SEALED -> to.sealWorkflow(in.job(), in.number(), in.longNumber());
            case InputTag.CANCELLED -> to.cancel(in.job(), in.number(), in.text());
            case InputTag.TERMINATED -> to.terminate(in.job(), in.number(), in.text());
            case InputTag.HELD -> {
                String unused = to.hold(in.job(), in.number(), in.text());
            }
            case InputTag.RELEASED -> {
                String unused = to.release(in.job(), in.number());
            }
            case InputTag.RESOLVED -> {
                String unused = to.resolve(in.job(), in.number(), in.choice(JOB_STATUSES), in.text());
            }
            case InputTag.PRIORITY_CHANGED -> {
                String unused = to.changePriority(in.job(), in.number(), in.number());
            }
            case InputTag.MOVED -> {
                String unused = to.moveTo(in.job(), in.number(), in.number(), in.longNumber());
            }
            case InputTag.HOST_JOINED ->
                to.hostJoined(in.number(), in.text(), in.number(), in.number(), in.number(), in.number());
            case InputTag.HOST_HELD ->
                to.hostHeld(in.number(), in.text(), in.number(), in.number(), in.number(), in.number());
            case InputTag.HOST_DRAINING -> to.hostDraining(in.number(), in.text(), in.text());
            case InputTag.HOST_LOST -> to.hostLost(in.number(), in.text(), in.text());
            case InputTag.ENVIRONMENT_SCALES -> to.environmentScales(in.number(), in.scalingRules());
            case InputTag.HOST_TYPES -> to.hostTypes(in.number(), in.list(in::hostType));
            case InputTag.HOST_TYPE_WITHHELD -> to.hostTypeWithheld(in.number(), in.text(), in.text());
            case InputTag.HOST_LAUNCHED -> to.hostLaunched(in.number(), in.longNumber(), in.text(), in.text());
            case InputTag.HOST_REQUEST_ANSWERED ->
                to.hostRequestAnswered(in.number(), in.longNumber(), in.number(), in.flag());
            case InputTag.STARTED -> to.started(in.job(), in.number(), in.number(), time - in.longNumber());
            case InputTag.ENDED -> ended(to);
            case InputTag.QUARANTINED -> to.quarantined(in.text(), in.text());
            default -> throw new DamagedFrameException("no input has the tag " + tag);
        }
    }

    private void ended(Inputs to) {
        long job = in.job();
        int index = in.number();
        int attempt = in.number();
        long at = time - in.longNumber();
        to.ended(job, index, attempt, in.choice(END_KINDS), in.number(), in.flag(), in.nullable(), at);
    }

    private Submission submission(long number) {
        int flags = in.tag();
        int stopAfterFailures = (flags & RecordingMachine.LIMITED) != 0 ? in.number() : 0;
        long rerunOf = (flags & RecordingMachine.RERUN) != 0 ? in.longNumber() : 0;
        List<Submission.Dependency> dependencies = (flags & RecordingMachine.DEPENDENT) != 0
                ? in.list(() -> new Submission.Dependency(in.job(), in.number(), in.choice(DEPENDENCY_KINDS)))
                : List.of();
        boolean held = (flags & RecordingMachine.HELD) != 0;
        return accepted.job(number, dependencies, held, stopAfterFailures, rerunOf);
    }

    /** What the outcomes say of the jobs that were submitted. */
    private static final class Accepted extends OutcomeListener {
        private final IntFunction<@Nullable JobSpec> specs;
        private final Map<Integer, JobSpec> interned = new HashMap<>();
        private final Map<Long, Submission> jobs = new HashMap<>();
        private final Map<Long, String> tokens = new HashMap<>();

        Accepted(IntFunction<@Nullable JobSpec> specs) {
            this.specs = specs;
        }

        @Override
        public void specInterned(int spec, JobSpec content) {
            interned.put(spec, content);
        }

        @Override
        public void jobAccepted(
                long job,
                String name,
                int queue,
                int spec,
                int arraySize,
                boolean sequential,
                long workflow,
                String share,
                int priority) {
            JobSpec content = interned.containsKey(spec) ? interned.get(spec) : specs.apply(spec);
            if (content == null) {
                throw new DamagedFrameException("no spec has the number " + spec);
            }
            jobs.put(
                    job,
                    new Submission(
                            name, queue, content, arraySize, sequential, List.of(), workflow, null, share, priority));
        }

        @Override
        public void tokenBound(long job, String token, long content) {
            tokens.put(job, token);
        }

        Submission job(
                long number,
                List<Submission.Dependency> dependencies,
                boolean held,
                int stopAfterFailures,
                long rerunOf) {
            Submission known = jobs.get(number);
            if (known == null) {
                throw new DamagedFrameException("job " + number + " was submitted and not accepted");
            }
            return new Submission(
                    known.name(),
                    known.queue(),
                    known.spec(),
                    known.arraySize(),
                    known.sequential(),
                    dependencies,
                    known.workflow(),
                    tokens.get(number),
                    known.share(),
                    known.priority(),
                    held,
                    stopAfterFailures,
                    rerunOf);
        }
    }
}
