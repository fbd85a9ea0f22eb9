package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.machine.EndKind;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.SubmitReply;
import dev.tranche.runtime.internal.machine.Tee;
import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.Queue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@link Machine} on a saturated cluster, one frame for each operation. Allocates nothing once it is warm. */
final class SaturatedMachine implements Contestant {
    private static final long RUNTIME_ID = 1;
    private static final long EPOCH = 1;
    private static final long MICROS_BETWEEN_FRAMES = 10;
    /** What a queue has that says nothing of it: its head is watched, and hosts are kept for it after that time. */
    private static final long PATIENCE_MICROS = 600_000_000;

    private static final int NO_CHILD = -1;
    private static final int FIRST_ATTEMPT = 1;

    private final Workload workload = new Workload();
    private final Submissions submissions;
    private final FrameEncoder encoder = new FrameEncoder();
    private final RunningJobs running = new RunningJobs();
    private final Machine machine = new Machine(RUNTIME_ID, new Tee(running, encoder), Workload.ENDED_JOBS_KEPT);
    private final int waitingJobs;
    private long now = 1_700_000_000_000_000L;
    private long submitted;
    private long ended;

    /** A full cluster whose queues serve jobs as they came. */
    SaturatedMachine(int hosts, int waitingJobs) {
        this(hosts, waitingJobs, null);
    }

    /** A full cluster whose queues divide themselves by a policy, or serve jobs as they came. */
    SaturatedMachine(int hosts, int waitingJobs, @Nullable FairShare policy) {
        this.submissions = new Submissions(policy != null);
        this.waitingJobs = waitingJobs;
        beginFrame();
        addEnvironments();
        addQueues(policy);
        addHosts(hosts);
        endFrame();
        Contestant.saturate(this, workload, waitingJobs);
    }

    @Override
    public void lifecycle() {
        beginFrame();
        startPlaced();
        endOne();
        while (waiting() < waitingJobs) {
            submitOne(workload.nextKind());
        }
        machine.place();
        endFrame();
    }

    @Override
    public void submit(int kind) {
        beginFrame();
        submitOne(kind);
        endFrame();
    }

    @Override
    public void place() {
        beginFrame();
        machine.place();
        endFrame();
        beginFrame();
        startPlaced();
        endFrame();
    }

    @Override
    public int running() {
        return running.size();
    }

    @Override
    public int waiting() {
        return (int) (submitted - ended) - running.size();
    }

    private void beginFrame() {
        now += MICROS_BETWEEN_FRAMES;
        encoder.begin(now, EPOCH);
        machine.begin(now);
    }

    private void endFrame() {
        encoder.finish();
    }

    private void startPlaced() {
        while (running.hasPlaced()) {
            machine.started(running.startNext(), NO_CHILD, FIRST_ATTEMPT, now);
        }
    }

    private void endOne() {
        long job = running.remove(workload.nextToEnd(running.size()));
        machine.ended(job, NO_CHILD, FIRST_ATTEMPT, EndKind.EXITED, 0, false, null, now);
        ended++;
    }

    private void submitOne(int kind) {
        SubmitReply reply = machine.submit(++submitted, submissions.ofKind(kind));
        if (!(reply instanceof SubmitReply.Accepted)) {
            throw new IllegalStateException("not accepted: " + reply);
        }
    }

    private void addEnvironments() {
        for (int environment = 0; environment < Workload.ENVIRONMENTS; environment++) {
            int unused = machine.addEnvironment("environment-" + environment);
        }
    }

    private void addQueues(@Nullable FairShare policy) {
        for (int queue = 0; queue < Workload.QUEUES; queue++) {
            machine.addQueue(new Queue(
                    queue,
                    "queue-" + queue,
                    Workload.priority(queue),
                    Workload.environments(queue),
                    false,
                    PATIENCE_MICROS,
                    0,
                    0,
                    List.of(),
                    policy));
        }
    }

    private void addHosts(int hosts) {
        for (int host = 0; host < hosts; host++) {
            machine.hostJoined(
                    Workload.environmentOfHost(host),
                    "host-" + host,
                    Workload.HOST_MILLIVCPUS,
                    Workload.HOST_MEMORY_MIB,
                    0,
                    0);
        }
    }
}
