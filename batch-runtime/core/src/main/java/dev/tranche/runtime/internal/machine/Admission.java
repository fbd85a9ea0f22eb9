package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.model.MemorySize;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.policy.GangPacking;
import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Environment;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.Shares;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes jobs in, or says why not. */
final class Admission {
    private final State state;
    private final Jobs jobs;
    private final Outcomes out;
    private final long runtimeId;
    private final Dependencies dependencies;
    private final Stock stock;
    private final GangPacking packing;
    private final Reruns reruns;
    /** For each lane, the fleet for which its class was last found to be possible. */
    private long[] possible = new long[16];

    Admission(State state, Outcomes out, long runtimeId, Dependencies dependencies, Stock stock, GangPacking packing) {
        this.state = state;
        this.jobs = state.jobs;
        this.out = out;
        this.runtimeId = runtimeId;
        this.dependencies = dependencies;
        this.stock = stock;
        this.packing = packing;
        this.reruns = new Reruns(state, runtimeId);
    }

    SubmitReply submit(long number, Submission job) {
        if (job.clientToken() != null) {
            Tokens.Binding known = state.tokens.get(job.clientToken());
            if (known != null) {
                return known.content() == job.content()
                        ? new SubmitReply.Existing(known.job())
                        : new SubmitReply.Refused("client token '" + job.clientToken() + "' was used for another job, "
                                + id(known.job(), NONE) + "; use a new token for other content");
            }
        }
        String refusal = reruns.refusal(job);
        if (refusal == null) {
            refusal = reruns.isWhole(job) ? closed(job.share(), queue(job)) : unfit(job);
        }
        refusal = refusal == null ? unknownDependency(job) : refusal;
        if (refusal != null) {
            return new SubmitReply.Refused(refusal);
        }
        accept(number, job);
        return SubmitReply.Accepted.ACCEPTED;
    }

    /** Why a job that will run is not taken in; or null. */
    private @Nullable String unfit(Submission job) {
        String refusal = closed(job);
        return refusal != null || isKnownPossible(job) ? refusal : impossible(job.spec(), job.queue());
    }

    /** Whether the class of a job has been found possible since the fleet last changed. */
    private boolean isKnownPossible(Submission job) {
        int spec = state.specs.find(job.spec());
        if (spec == NONE) {
            return false;
        }
        int lane = state.lanes.of(queue(job), spec, job.spec(), job.share(), job.priority());
        if (lane >= possible.length) {
            possible = Arrays.copyOf(possible, Math.max(lane + 1, possible.length * 2));
        }
        if (possible[lane] != state.version() && impossible(job.spec(), job.queue()) == null) {
            possible[lane] = state.version();
        }
        return possible[lane] == state.version();
    }

    /** Why a job is not taken in now or never can run, as far as hosts are known; or null. */
    @Nullable
    String refusal(Submission job) {
        String refusal = reruns.refusal(job);
        if (refusal == null && reruns.isWhole(job)) {
            return closed(job.share(), queue(job));
        }
        refusal = refusal == null ? closed(job) : refusal;
        return refusal != null ? refusal : impossible(job.spec(), job.queue());
    }

    /** Why a queue does not take a job, whatever it needs of hosts; or null. */
    private @Nullable String closed(Submission job) {
        String refusal = closed(job.share(), queue(job));
        return refusal != null || job.spec().consumes().isEmpty() ? refusal : stock.refusal(job.spec());
    }

    private @Nullable String share(String share, Queue queue) {
        Shares shares = state.lanes.shares(queue.number());
        if (shares == null) {
            return share.isEmpty()
                    ? null
                    : "share " + share + " is said, but queue " + queue.name() + " has no fair share";
        }
        if (share.isEmpty()) {
            return "queue " + queue.name() + " has a fair share, so a job has to say its share (shareIdentifier)";
        }
        return shares.admits(share, state.now())
                ? null
                : "share " + share + " would be one more than the " + Shares.MAX_ACTIVE
                        + " shares that can be active in queue " + queue.name()
                        + "; submit when jobs of another share have ended";
    }

    /** Why a queue does not take a job that is in another, or could never run it there; or null. */
    @Nullable
    String refusal(PlacementClass need, String share, Queue queue) {
        String refusal = closed(share, queue);
        return refusal != null ? refusal : refusal(need, queue);
    }

    /** Why a queue takes no job of a share now, even if it never runs; or null. */
    private @Nullable String closed(String share, Queue queue) {
        String reason = state.switches.queueDisabled(queue.number());
        return reason == null
                ? share(share, queue)
                : "queue " + queue.name() + " is disabled and takes no new jobs: " + reason;
    }

    /** Why no host of a queue's environments could ever hold such a job, from the hosts that are known; or null. */
    private @Nullable String impossible(JobSpec spec, int queueNumber) {
        Queue queue = state.queues().get(queueNumber);
        return refusal(PlacementClass.of(spec, queue), queue);
    }

    /** The same of a class. */
    @Nullable
    String refusal(PlacementClass need, Queue queue) {
        List<String> reasons = new ArrayList<>();
        for (int environment : queue.environments()) {
            if (need.runsIn(environment)) {
                String reason = need.isGang() ? tooFew(environment, need) : tooSmall(environment, need);
                if (reason == null) {
                    return null;
                }
                reasons.add(reason);
            }
        }
        return reasons.isEmpty()
                ? "no environment of queue " + queue.name() + " is able to run it"
                : (need.isGang() ? "its " + need.nodeCount() + " nodes together need " : "needs ") + resources(need)
                        + "; " + String.join("; ", reasons);
    }

    /** Null for an environment that could hold all nodes at once, or whose hosts are not known yet. */
    private @Nullable String tooFew(int environment, PlacementClass need) {
        if (state.environments().get(environment).isExceededBy(need)) {
            return most(environment);
        }
        int[] hosts = packing.hostsOf(environment);
        if (state.environments().get(environment).provisioning().scales()) {
            return tooSmallTypes(environment, need);
        }
        if (hosts.length == 0 || packing.couldEverFit(need, hosts)) {
            return null;
        }
        return "the " + hosts.length + (hosts.length == 1 ? " host" : " hosts") + " of environment "
                + state.environments().get(environment).name() + " can hold only "
                + packing.count(need, hosts, true) + " of them at once";
    }

    /** Null for an environment that could hold it, or whose hosts are not known yet. */
    private @Nullable String tooSmall(int environment, PlacementClass need) {
        boolean over = state.environments().get(environment).isExceededBy(need);
        if (!over && state.environments().get(environment).provisioning().couldHold(need)) {
            return null;
        }
        Hosts hosts = state.hosts;
        int largest = NONE;
        for (int host = 0; host < hosts.limit(); host++) {
            boolean here = hosts.mode(host) != Hosts.ABSENT && hosts.environment(host) == environment;
            if (here && !over && hosts.couldEverFit(host, need)) {
                return null;
            }
            if (here && (largest == NONE || hosts.millivcpus(host) > hosts.millivcpus(largest))) {
                largest = host;
            }
        }
        if (over && (largest == NONE || hosts.couldEverFit(largest, need))) {
            return most(environment);
        }
        String types = tooSmallTypes(environment, need);
        return largest == NONE || types != null
                ? types
                : "the largest host of environment "
                        + state.environments().get(environment).name() + " has "
                        + resources(
                                hosts.millivcpus(largest) + hosts.heldMillivcpus(largest),
                                hosts.memoryMib(largest) + hosts.heldMemoryMib(largest),
                                hosts.gpus(largest) + hosts.heldGpus(largest),
                                hosts.diskMib(largest) + hosts.heldDiskMib(largest));
    }

    /** Null for an environment that could be given hosts that are large enough, or whose types are not known. */
    private @Nullable String tooSmallTypes(int environment, PlacementClass need) {
        Environment there = state.environments().get(environment);
        Provisioning provisioning = there.provisioning();
        if (!provisioning.scales() || provisioning.couldHold(need)) {
            return null;
        }
        Optional<HostType> largeEnough = provisioning.offers().stream()
                .map(Provisioning.Offer::type)
                .filter(type -> type.fitsInPart(need))
                .min(Comparator.comparingLong(HostType::microDollarsPerHour));
        return largeEnough
                .map(type -> "environment " + there.name() + " may not have any host that could hold it: " + type.name()
                        + " has " + type.millivcpus() / 1e3 + " vCPU and costs " + type.microDollarsPerHour() / 1e6
                        + " dollars an hour, and " + bounds(Objects.requireNonNull(provisioning.rules())))
                .orElseGet(() -> "environment " + there.name() + " can be given "
                        + provisioning.offers().size() + " types of host, and none is large enough; the largest is "
                        + largest(provisioning.offers()));
    }

    private static String bounds(ScalingRules rules) {
        String cost = rules.maxMicroDollarsPerHour() == ScalingRules.UNLIMITED
                ? ""
                : ", maxHourlyCost is " + rules.maxMicroDollarsPerHour() / 1e6;
        return "maxVcpus is " + rules.maxMillivcpus() / 1_000 + cost;
    }

    private static String largest(List<Provisioning.Offer> offers) {
        HostType largest = offers.stream()
                .map(Provisioning.Offer::type)
                .max(Comparator.comparingInt(HostType::millivcpus).thenComparingInt(HostType::memoryMib))
                .orElseThrow();
        return largest.name() + " with "
                + resources(largest.millivcpus(), largest.memoryMib(), largest.gpus(), largest.diskMib());
    }

    private String most(int environment) {
        Environment there = state.environments().get(environment);
        return "environment " + there.name() + " may have " + there.maxMillivcpus() / 1_000 + " vCPU at the most";
    }

    private @Nullable String unknownDependency(Submission job) {
        List<Submission.Dependency> all = reruns.waitsFor(job);
        for (int at = 0; at < all.size(); at++) {
            Submission.Dependency dependency = all.get(at);
            int row = state.index.find(dependency.number(), NONE);
            if (row == NONE) {
                return "it depends on job " + id(dependency.number(), dependency.index())
                        + ", which is not known (any more); depend on jobs that have not long ended";
            }
            boolean array = jobs.has(row, Jobs.ARRAY);
            if (dependency.index() != NONE
                    && (!array || dependency.index() >= state.array(row).size())) {
                return "it depends on child " + dependency.index() + " of job " + id(dependency.number(), NONE)
                        + ", which has no such child";
            }
            if (dependency.kind() == DependencyKind.EACH
                    && (!array || state.array(row).size() != job.arraySize())) {
                return "each child waits for a child of job " + id(dependency.number(), NONE)
                        + ", which is no array of " + job.arraySize() + " children";
            }
        }
        return null;
    }

    private void accept(long number, Submission job) {
        int spec = state.specs.find(job.spec());
        if (spec == NONE) {
            stock.register(job.spec());
            spec = state.specs.nextNumber();
            out.specInterned(spec, job.spec());
        }
        out.jobAccepted(
                number,
                job.name(),
                job.queue(),
                spec,
                job.arraySize(),
                job.sequential(),
                job.workflow(),
                job.share(),
                job.priority());
        if (job.clientToken() != null) {
            out.tokenBound(number, job.clientToken(), job.content());
        }
        if (job.rerunOf() != 0) {
            out.jobRerun(number, job.rerunOf(), reruns.isWhole(job), reruns.children(job));
        }
        depend(number, reruns.waitsFor(job));
        int row = state.index.find(number, NONE);
        if (jobs.status(row).isTerminal()) {
            return;
        }
        if (job.held()) {
            out.jobHeld(number, NONE, Holds.SUBMITTED_HELD);
        }
        int run = jobs.owner(row);
        if (run != NONE && !jobs.has(run, Jobs.SEALED)) {
            out.edgeAdded(job.workflow(), NONE, number, DependencyKind.ANY);
        }
        if (job.stopAfterFailures() > 0) {
            out.jobLimited(number, job.stopAfterFailures(), 0);
        }
        if (run != NONE && jobs.has(run, Jobs.STOPPED)) {
            // its run was stopped before all of it was in
            dependencies.endWaiting(row, EndCause.TERMINATED, state.notes.getOrDefault(run, ""));
        } else {
            dependencies.openIfReady(row);
        }
    }

    /** Adds edges to what has not ended; what has ended is judged at once. */
    private void depend(long number, List<Submission.Dependency> all) {
        EndCause unmet = null;
        String reason = "";
        for (int at = 0; at < all.size(); at++) {
            Submission.Dependency each = all.get(at);
            EndCause cause = null;
            if (each.kind() == DependencyKind.EACH) {
                dependEach(number, each);
            } else if (isOpen(each)) {
                out.edgeAdded(each.number(), each.index(), number, each.kind());
            } else {
                cause = Dependencies.unmet(each.kind(), endOf(each), wasNotNeeded(each));
            }
            if (unmet == null && cause != null) {
                unmet = cause;
                reason = dependencies.reason(cause, each.number(), each.index());
            }
        }
        if (unmet != null) {
            dependencies.endWaiting(state.index.find(number, NONE), unmet, reason);
        }
    }

    private void dependEach(long number, Submission.Dependency each) {
        int before = state.index.find(each.number(), NONE);
        ArrayJob array = state.array(state.index.find(number, NONE));
        if (Arrays.stream(array.eachOf()).noneMatch(known -> known == before)) {
            out.edgeAdded(each.number(), NONE, number, DependencyKind.EACH);
        }
    }

    private boolean isOpen(Submission.Dependency each) {
        return !endOf(each).isTerminal();
    }

    /** The state of what is waited for; of a child without a row, what its array remembers. */
    private JobStatus endOf(Submission.Dependency each) {
        int row = state.index.find(each.number(), each.index());
        if (row != NONE) {
            return jobs.status(row);
        }
        ArrayJob array = state.array(state.index.find(each.number(), NONE));
        if (array.hasEnded(each.index())) {
            return array.hasSucceeded(each.index()) ? JobStatus.SUCCEEDED : JobStatus.FAILED;
        }
        return JobStatus.PENDING;
    }

    private boolean wasNotNeeded(Submission.Dependency each) {
        int row = state.index.find(each.number(), each.index());
        return row != NONE && jobs.has(row, Jobs.NOT_NEEDED);
    }

    private Queue queue(Submission job) {
        return state.queues().get(job.queue());
    }

    private JobId id(long number, int index) {
        return new JobId(runtimeId, number, index);
    }

    static WaitReason.Resources resources(PlacementClass need) {
        return resources(need.millivcpus(), need.memoryMib(), need.gpus(), need.diskMib());
    }

    private static WaitReason.Resources resources(int millivcpus, int memoryMib, int gpus, int diskMib) {
        return new WaitReason.Resources(millivcpus, MemorySize.mib(memoryMib), gpus, MemorySize.mib(diskMib));
    }
}
