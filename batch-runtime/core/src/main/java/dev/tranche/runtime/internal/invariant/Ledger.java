package dev.tranche.runtime.internal.invariant;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.StopCause;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the outcomes have said so far. Notes and never judges; an outcome about what was never heard of is an error. */
final class Ledger extends OutcomeListener {
    private final List<Queue> queues = new ArrayList<>();
    private final Map<Integer, JobSpec> specs = new HashMap<>();
    private final Map<Integer, WatchedHost> hosts = new HashMap<>();
    private final Map<Long, WatchedJob> jobs = new LinkedHashMap<>();
    private final Map<Kept, List<Integer>> kept = new HashMap<>();
    private final Map<Long, Integer> openMembers = new HashMap<>();
    private final Set<Long> unsealed = new HashSet<>();
    private @Nullable WatchedJob lastAsked;
    private long heard;
    private int accepted;
    private int running;

    /** For whom hosts are kept. */
    private record Kept(long job, int index) {}

    /** How many outcomes about jobs were heard. */
    long heard() {
        return heard;
    }

    int accepted() {
        return accepted;
    }

    int running() {
        return running;
    }

    /** The jobs that are known, in the order in which they came. */
    Collection<WatchedJob> jobs() {
        return jobs.values();
    }

    boolean knows(long job) {
        return jobs.containsKey(job);
    }

    /** One rule after the other asks for the job of one outcome. */
    WatchedJob job(long number) {
        WatchedJob job = lastAsked;
        if (job == null || job.number != number) {
            job = jobs.get(number);
            if (job == null) {
                throw new BrokenInvariantException("nothing is known of job " + number);
            }
            lastAsked = job;
        }
        return job;
    }

    Queue queue(int number) {
        return queues.get(number);
    }

    AttemptOwner owner(long job, int index) {
        return job(job).owner(index);
    }

    WatchedHost host(int host) {
        WatchedHost known = hosts.get(host);
        if (known == null) {
            throw new BrokenInvariantException("nothing is known of host " + host);
        }
        return known;
    }

    /** A host that is there or whose attempts are being ended, or null. */
    @Nullable
    WatchedHost hostOrNull(int host) {
        return hosts.get(host);
    }

    boolean isRun(long number) {
        return openMembers.containsKey(number);
    }

    boolean isSealed(long run) {
        return !unsealed.contains(run);
    }

    /** How many jobs of a workflow run have not ended. */
    int openMembers(long run) {
        return openMembers.getOrDefault(run, 0);
    }

    // ---- what there is

    @Override
    public void queueAdded(Queue queue) {
        queues.add(queue);
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        WatchedHost joined = new WatchedHost(environment, name);
        joined.capacity(millivcpus, memoryMib, gpus, diskMib);
        hosts.put(host, joined);
    }

    @Override
    public void hostResized(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        host(host).capacity(millivcpus, memoryMib, gpus, diskMib);
        host(host).takesJobs = true;
    }

    @Override
    public void hostDraining(int host, String reason) {
        host(host).takesJobs = false;
    }

    @Override
    public void hostLost(int host, String reason) {
        host(host).takesJobs = false;
        host(host).lost = true;
    }

    @Override
    public void specInterned(int spec, JobSpec content) {
        specs.put(spec, content);
    }

    // ---- workflow runs

    @Override
    public void workflowOpened(long workflow, String name) {
        openMembers.put(workflow, 0);
        unsealed.add(workflow);
    }

    @Override
    public void workflowSealed(long workflow) {
        unsealed.remove(workflow);
    }

    // ---- gates

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
        heard++;
        accepted++;
        JobSpec content = specs.get(spec);
        if (content == null) {
            throw new BrokenInvariantException("job " + job + " has the spec " + spec + ", which is not known");
        }
        jobs.put(
                job, new WatchedJob(job, queues.get(queue), content, arraySize, sequential, workflow, share, priority));
        openMembers.computeIfPresent(workflow, (run, members) -> members + 1);
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        if (isRun(predecessor)) {
            return;
        }
        WatchedJob before = job(predecessor);
        if (predecessorIndex >= 0) {
            before.owner(predecessorIndex);
        }
        job(job).waitsFor.add(new Edge(before, predecessorIndex, kind));
    }

    @Override
    public void jobRerun(long job, long earlier, boolean whole, long[] children) {
        heard++;
        WatchedJob known = job(job);
        known.takenOver = whole;
        known.inherited.or(BitSet.valueOf(children));
        known.inherited.stream().forEach(index -> known.childEnded(index, JobStatus.SUCCEEDED));
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        heard++;
        WatchedJob known = job(job);
        if (index < 0) {
            known.gateOpened(order);
        }
        if (!known.isArray() || index >= 0) {
            AttemptOwner owner = known.owner(index);
            owner.gateOpen = true;
            owner.backsOff = false;
            owner.ready = !owner.isHeldBack();
        }
    }

    @Override
    public void jobMoved(long job, int index, int queue, String share, int priority, int memoryMib, long environments) {
        heard++;
        Stand stand = stand(job, queue, share, priority, memoryMib, environments);
        AttemptOwner owner = owner(job, index);
        owner.left |= owner.notStartedIn & owner.stand().need().environments() & ~environments;
        if (index < 0) {
            job(job).moveTo(stand);
        } else {
            owner.moved = stand;
        }
    }

    /** Where a job waits that is moved so. */
    Stand stand(long job, int queue, String share, int priority, int memoryMib, long environments) {
        Queue to = queues.get(queue);
        PlacementClass need =
                PlacementClass.of(job(job).spec, to).withMemory(memoryMib).in(environments);
        return new Stand(to, need, share, priority);
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        heard++;
        AttemptOwner owner = owner(job, index);
        owner.ready = false;
        owner.held = true;
    }

    @Override
    public void jobReleased(long job, int index) {
        heard++;
        AttemptOwner owner = owner(job, index);
        owner.held = false;
        owner.grants += owner.attempts > 0 && !AttemptsInOrder.isWithinLimits(owner) ? 1 : 0;
        owner.ready = owner.isReadyUnlessHeld() && !owner.isHeldBack();
    }

    @Override
    public void childParked(long job, int index) {
        heard++;
        owner(job, index).ready = false;
    }

    @Override
    public void retryAt(long job, int index, long at) {
        heard++;
        owner(job, index).backsOff = true;
    }

    // ---- hosts that are kept

    @Override
    public void hostsReserved(long job, int index, int[] hosts, long until) {
        List<Integer> all = Arrays.stream(hosts).boxed().toList();
        kept.put(new Kept(job, index), all);
        all.forEach(host -> host(host).kept = true);
    }

    @Override
    public void reservationEnded(long job, int index) {
        List<Integer> all = kept.remove(new Kept(job, index));
        if (all != null) {
            all.forEach(host -> host(host).kept = false);
        }
    }

    /** Whether a host is kept for this job. */
    boolean isKeptFor(long job, int host) {
        return kept.entrySet().stream()
                .anyMatch(each -> each.getKey().job() == job && each.getValue().contains(host));
    }

    /** A node of a multi-node job has ended and gives back what it took. */
    void nodeEnded(int number, PlacementClass need) {
        WatchedHost host = host(number);
        host.take(need, -1);
        forgetIfGone(number, host);
    }

    /** How many attempts run on a host of this name. */
    int attemptsOn(int environment, String name) {
        return hosts.values().stream()
                .filter(host -> host.environment == environment && host.name.equals(name) && !host.lost)
                .mapToInt(host -> host.attempts)
                .sum();
    }

    private void forgetIfGone(int number, WatchedHost host) {
        if (host.lost && host.attempts == 0) {
            hosts.remove(number, host);
        }
    }

    // ---- attempts

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        heard++;
        running++;
        WatchedJob known = job(job);
        AttemptOwner owner = known.owner(index);
        known.childrenStarted += attempt == 1 ? 1 : 0;
        owner.attempts = attempt;
        owner.ready = false;
        owner.host = host;
        owner.environment = host(host).environment;
        if (known.spec.gang() == null) {
            owner.taken = owner.stand().need();
            host(host).take(owner.taken, 1);
        }
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        heard++;
        owner(job, index).started = true;
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
        owner(job, index).stopping = true;
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
        heard++;
        running--;
        AttemptOwner owner = owner(job, index);
        if (owner.taken != null) {
            WatchedHost host = host(owner.host);
            host.take(owner.taken, -1);
            forgetIfGone(owner.host, host);
        }
        owner.taken = null;
        owner.host = AttemptOwner.NO_HOST;
        owner.started = false;
        owner.stopping = false;
        owner.notStartedIn |= verdict == Verdict.START_FAILED ? 1L << owner.environment : 0;
        owner.interruptions += verdict == Verdict.INTERRUPTED ? 1 : 0;
        boolean isFailure = switch (verdict) {
            case SUCCEEDED, INTERRUPTED, NOT_PLACED -> false;
            case FAILED, START_FAILED, OUT_OF_MEMORY, TERMINATED, TIMED_OUT, UNKNOWN -> true;
        };
        owner.failures += isFailure ? 1 : 0;
    }

    // ---- ends

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        heard++;
        WatchedJob known = job(job);
        boolean notNeeded = cause == EndCause.NOT_NEEDED;
        if (index >= 0) {
            AttemptOwner child = known.children.get(index);
            if (child != null) {
                child.notNeeded = notNeeded;
                child.end = status;
            }
            known.childEnded(index, status);
            return;
        }
        known.self.held = false;
        known.self.ready = false;
        known.self.end = status;
        known.notNeeded = notNeeded;
        known.ended(status);
        openMembers.computeIfPresent(known.workflow, (run, members) -> members - 1);
    }

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {
        heard++;
        job(job).stopped = true;
        job(job).failUnheard();
    }

    @Override
    public void jobForgotten(long job) {
        heard++;
        jobs.remove(job);
        lastAsked = null;
        openMembers.remove(job);
    }
}
