package dev.tranche.runtime.internal.machine;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Watches the outcomes of a machine and throws at the first that must not be: a host over its capacity, a job that ends
 * twice, an attempt too many, a start before a dependency, a queue that is served out of order. Knows only outcomes, never
 * the tables.
 */
@NullUnmarked // a look-up that finds nothing is a failed check
final class Invariants extends OutcomeListener {
    /** A job, or a child of an array. */
    record Key(long job, int index) {
        @Override
        public String toString() {
            return index < 0 ? "job " + job : "child " + index + " of job " + job;
        }
    }

    private static final class Job {
        final int queue;
        final JobSpec spec;
        final int arraySize;
        final boolean sequential;
        final List<Edge> waitsFor = new ArrayList<>();
        final Map<Integer, JobStatus> children = new HashMap<>();

        @Nullable
        JobStatus end;

        boolean stopped;

        Job(int queue, JobSpec spec, int arraySize, boolean sequential) {
            this.queue = queue;
            this.spec = spec;
            this.arraySize = arraySize;
            this.sequential = sequential;
        }
    }

    private record Edge(Key predecessor, DependencyKind kind) {}

    private record Attempt(int number, int host, boolean started) {}

    private record Lane(int queue, int millivcpus, int memoryMib, int gpus, int diskMib, long environments) {}

    private final Map<Integer, JobSpec> specs = new HashMap<>();
    private final Map<Integer, int[]> free = new HashMap<>();
    private final Map<Integer, Integer> environmentOf = new HashMap<>();
    private final Set<Integer> closed = new HashSet<>();
    private final Map<Long, Job> jobs = new HashMap<>();
    private final Map<Key, Attempt> running = new HashMap<>();
    private final Map<Key, Integer> attempts = new HashMap<>();
    private final Map<Key, Long> orders = new HashMap<>();
    private final Map<Lane, Long> served = new HashMap<>();
    private final Set<Long> openRuns = new HashSet<>();
    private final Map<Long, Long> runOf = new HashMap<>();
    private final Map<Key, JobStatus> ends = new HashMap<>();
    private final Set<Key> notNeeded = new HashSet<>();

    /** Jobs (no children) that have been accepted and have not ended. */
    Set<Long> open() {
        Set<Long> open = new HashSet<>();
        jobs.forEach((number, job) -> {
            if (job.end == null) {
                open.add(number);
            }
        });
        return open;
    }

    Set<Key> running() {
        return running.keySet();
    }

    int accepted() {
        return jobs.size();
    }

    @Nullable
    JobStatus end(long job) {
        return job(job).end;
    }

    @Override
    public void specInterned(int spec, JobSpec content) {
        specs.put(spec, content);
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        free.put(host, new int[] {millivcpus, memoryMib, gpus, diskMib});
        environmentOf.put(host, environment);
        closed.remove(host);
    }

    @Override
    public void hostDraining(int host, String reason) {
        closed.add(host);
    }

    @Override
    public void hostLost(int host, String reason) {
        closed.add(host);
    }

    @Override
    public void workflowOpened(long workflow, String name) {
        openRuns.add(workflow);
    }

    @Override
    public void workflowSealed(long workflow) {
        openRuns.remove(workflow);
    }

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {
        runOf.forEach((job, run) ->
                check(run != workflow || job(job).end != null, "run " + workflow + " ended before " + job));
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
        Job known = jobs.put(job, new Job(queue, specs.get(spec), arraySize, sequential));
        check(known == null, "job " + job + " was accepted twice");
        if (workflow != 0) {
            runOf.put(job, workflow);
        }
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        job(job).waitsFor.add(new Edge(new Key(predecessor, predecessorIndex), kind));
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        Key key = new Key(job, index);
        Long before = orders.put(key, order);
        check(before == null || before == order, key + " lost its place");
        if (attempts.getOrDefault(key, 0) == 0) {
            checkGates(key);
        }
    }

    private void checkGates(Key key) {
        Job job = job(key.job());
        check(!openRuns.contains(runOf.getOrDefault(key.job(), 0L)), key + " is ready before its run is sealed");
        for (Edge edge : job.waitsFor) {
            boolean each = edge.kind() == DependencyKind.EACH;
            if (each && key.index() < 0) {
                continue;
            }
            Key waitedFor = each ? new Key(edge.predecessor().job(), key.index()) : edge.predecessor();
            if (!jobs.containsKey(waitedFor.job())) {
                continue;
            }
            JobStatus end = ends.get(waitedFor);
            boolean met = switch (edge.kind()) {
                case SUCCESS, EACH -> end == JobStatus.SUCCEEDED;
                case FAILURE -> end == JobStatus.FAILED && !notNeeded.contains(waitedFor);
                case ANY -> end != null;
            };
            check(met, key + " is ready, but " + waitedFor + " has ended " + end + " for " + edge.kind());
        }
    }

    @Override
    public void attemptPlaced(long number, int index, int attempt, int host) {
        Key key = new Key(number, index);
        Job job = job(number);
        check(job.end == null && !ends.containsKey(key), key + " was placed after its end");
        check(index < 0 || index < job.arraySize, key + " does not exist");
        check((index < 0) == (job.arraySize == 0), key + " is not what is placed");
        check(!closed.contains(host), key + " was placed on a host that takes nothing");
        check((job.spec.environments() >>> environmentOf.get(host) & 1) != 0, key + " cannot run there");
        check(running.put(key, new Attempt(attempt, host, false)) == null, key + " runs twice");
        int before = attempts.getOrDefault(key, 0);
        check(attempt == before + 1 && attempt <= job.spec.retry().attempts(), key + " has attempt " + attempt);
        attempts.put(key, attempt);
        if (job.sequential && index > 0 && attempt == 1) {
            check(ends.get(new Key(number, index - 1)) == JobStatus.SUCCEEDED, key + " overtook the child before it");
        }
        take(host, job.spec, 1);
        checkOrder(key, job, attempt);
    }

    /** Inside a lane, first attempts are placed in the order of their gates; a retry keeps its place. */
    private void checkOrder(Key key, Job job, int attempt) {
        Long own = orders.get(key);
        long order = own != null ? own : orders.get(new Key(key.job(), -1));
        Lane lane = new Lane(
                job.queue,
                job.spec.millivcpus(),
                job.spec.memoryMib(),
                job.spec.gpus(),
                job.spec.diskMib(),
                job.spec.environments());
        long before = served.getOrDefault(lane, 0L);
        boolean cameLater = job.sequential && key.index() > 0;
        check(attempt > 1 || cameLater || order >= before, key + " was overtaken in its lane");
        served.put(lane, Math.max(before, order));
    }

    private void take(int host, JobSpec spec, int sign) {
        int[] left = free.get(host);
        left[0] -= sign * spec.millivcpus();
        left[1] -= sign * spec.memoryMib();
        left[2] -= sign * spec.gpus();
        left[3] -= sign * spec.diskMib();
        check(
                Arrays.stream(left).allMatch(each -> each >= 0),
                "host " + host + " is over its capacity: " + Arrays.toString(left));
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        Attempt known = running.get(new Key(job, index));
        check(known != null && known.number() == attempt && !known.started(), new Key(job, index) + " started wrongly");
        running.put(new Key(job, index), new Attempt(attempt, known.host(), true));
    }

    @Override
    public void attemptEnded(
            long job,
            int index,
            int attempt,
            Verdict verdict,
            int exitCode,
            @Nullable String reason,
            String statusReason,
            long at) {
        Key key = new Key(job, index);
        Attempt known = running.remove(key);
        check(known != null && known.number() == attempt, key + " ended an attempt that it does not own");
        take(known.host(), job(job).spec, -1);
    }

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {
        job(job).stopped = true;
    }

    @Override
    public void jobEnded(long number, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        Key key = new Key(number, index);
        Job job = job(number);
        check(!running.containsKey(key), key + " ended while it runs");
        check(ends.put(key, status) == null, key + " ended twice");
        check(status == JobStatus.SUCCEEDED || statusReason != null, key + " failed without a reason");
        if (cause == EndCause.NOT_NEEDED) {
            notNeeded.add(key);
        }
        if (index >= 0) {
            check(job.end == null, key + " ended after its array");
            job.children.put(index, status);
            return;
        }
        job.end = status;
        if (job.arraySize > 0) {
            check(job.stopped || job.children.size() == job.arraySize, key + " ended before its children");
            boolean well = job.children.size() == job.arraySize && !job.children.containsValue(JobStatus.FAILED);
            check(well == (status == JobStatus.SUCCEEDED), key + " ended " + status + " with " + job.children);
            for (int child = 0; child < job.arraySize; child++) {
                if (ends.putIfAbsent(new Key(number, child), JobStatus.FAILED) == null && notNeeded.contains(key)) {
                    notNeeded.add(new Key(number, child));
                }
            }
        }
    }

    @Override
    public void jobForgotten(long job) {
        check(!jobs.containsKey(job) || job(job).end != null, "job " + job + " was forgotten before its end");
    }

    private Job job(long number) {
        Job job = jobs.get(number);
        check(job != null, "job " + number + " is not known");
        return job;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
