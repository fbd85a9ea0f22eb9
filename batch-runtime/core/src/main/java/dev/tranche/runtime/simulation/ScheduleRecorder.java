package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.ArraySummary;
import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.spi.BatchClock;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Follows a simulated runtime and keeps what a {@link Schedule} tells of it: counts and measures of everything, details of
 * the first. Called by whoever lets time pass; nothing passes while it is told.
 */
final class ScheduleRecorder implements BatchListener {
    private static final int MAX_REASONS = 1_000;

    private final Scenario scenario;
    private final LongSupplier clock;
    private final DecisionLog decisions;
    private final PlacementReasons placements;

    // in the order in which they came, so that whoever walks it does so in the same order always
    private final Map<JobId, OpenJob> open = new LinkedHashMap<>();
    private final List<OpenJob> unexplained = new ArrayList<>();
    private final Kept<JobDetail> ended;
    private final EnumMap<AttemptVerdict, Long> verdicts = new EnumMap<>(AttemptVerdict.class);
    private final Samples waited = new Samples();
    private final Map<String, Samples> waitedByQueue = new LinkedHashMap<>();
    private final Map<String, SortedMap<String, Samples>> waitedByShare = new HashMap<>();
    private final EnvironmentUse all = new EnvironmentUse();
    private final Map<String, EnvironmentUse> environments = new LinkedHashMap<>();
    private final Map<HostId, HostUse> hosts = new HashMap<>();
    private Function<JobId, Optional<String>> explainer = job -> Optional.empty();
    private final LaunchRecord launches = new LaunchRecord();
    private long begin = Micros.NEVER;
    private long end;
    private long jobs;
    private long succeeded;
    private long failed;

    ScheduleRecorder(Scenario scenario, List<JobQueue> queues, LongSupplier clock) {
        this.scenario = scenario;
        this.clock = clock;
        this.decisions =
                new DecisionLog(scenario.audience().kept(), scenario.audience().decisions());
        this.ended = new Kept<>(scenario.audience().kept());
        this.placements = new PlacementReasons(queues);
        for (JobQueue queue : queues) {
            waitedByQueue.put(queue.name(), new Samples());
            for (ComputeEnvironment environment : queue.computeEnvironmentOrder()) {
                environments.putIfAbsent(environment.name(), new EnvironmentUse());
            }
        }
    }

    /** Who says why a job waits. */
    void explainer(Function<JobId, Optional<String>> source) {
        explainer = source;
    }

    /** The hosts offer more, or less. */
    void offers(SimulatedHost host, long now, int millivcpus) {
        EnvironmentUse environment = environment(host.id().environment());
        environment.offered().change(now, millivcpus);
        all.offered().change(now, millivcpus);
        hosts.putIfAbsent(host.id(), new HostUse(environment, host.capacity().millivcpus()));
    }

    /** A host was given. */
    void launched(HostId host, HostType type, long now) {
        launches.launched(host, type, now);
    }

    /** A host is gone, one that was given or another. */
    void gone(HostId host, long now) {
        launches.ended(host, now);
    }

    private EnvironmentUse environment(String name) {
        return environments.computeIfAbsent(name, key -> new EnvironmentUse());
    }

    /** Whether no job is left that has not ended. */
    boolean isIdle() {
        return open.isEmpty();
    }

    // ---- jobs

    @Override
    public void jobChanged(JobDetail before, JobDetail now) {
        OpenJob job = open.get(now.id());
        if (job == null) {
            job = accepted(now);
        }
        job.last = now;
        if (now.array().isPresent()) {
            readyArray(job, now.array().get());
        } else {
            ready(job, before, now);
            attempts(job, now);
        }
        explainLater(job, now.status());
    }

    private OpenJob accepted(JobDetail now) {
        OpenJob job = new OpenJob(now);
        open.put(now.id(), job);
        Optional<Samples> unused = ofShare(now); // a share shows from its first job on
        if (!now.id().isChild()) {
            jobs += now.array().map(ArraySummary::size).orElse(1);
            succeeded += now.array().map(ArraySummary::inherited).orElse(0);
        }
        if (begin == Micros.NEVER) {
            begin = clock.getAsLong();
            all.restart(begin);
            environments.values().forEach(environment -> environment.restart(begin));
        }
        return job;
    }

    private void readyArray(OpenJob job, ArraySummary children) {
        boolean waiting = children.count(JobStatus.SUBMITTED) + children.count(JobStatus.PENDING)
                == children.size() - children.inherited();
        if (job.readyAt == Micros.NEVER && !waiting) {
            job.readyAt = clock.getAsLong();
        }
    }

    private void ready(OpenJob job, JobDetail before, JobDetail now) {
        if (job.readyAt != Micros.NEVER) {
            return;
        }
        if (now.status() == JobStatus.RUNNABLE) {
            job.readyAt = clock.getAsLong();
        } else if (!now.attempts().isEmpty()) {
            // placed in the moment in which it was ready, or the child of an array whose children were ready together
            OpenJob array = now.id().isChild() ? open.get(now.id().parent()) : null;
            boolean withArray = before.status() == JobStatus.RUNNABLE;
            job.readyAt = withArray && array != null
                    ? array.readyAt
                    : micros(now.attempts().get(0).placedAt());
        }
    }

    private void attempts(OpenJob job, JobDetail now) {
        List<AttemptDetail> attempts = now.attempts();
        while (job.ended < attempts.size()) {
            AttemptDetail attempt = attempts.get(job.ended);
            if (job.placed == job.ended) {
                job.placed++;
                placed(job, now, attempt);
            }
            if (attempt.verdict().isEmpty()) {
                return;
            }
            job.ended++;
            attemptEnded(now, attempt, job.ended < attempts.size() || !now.ended());
        }
    }

    private void placed(OpenJob job, JobDetail now, AttemptDetail attempt) {
        long at = micros(attempt.placedAt());
        if (attempt.number() == 1) {
            waited.add(at - job.readyAt);
            waitedByQueue.computeIfAbsent(now.queue(), name -> new Samples()).add(at - job.readyAt);
            ofShare(now).ifPresent(samples -> samples.add(at - job.readyAt));
        }
        HostUse host = host(attempt);
        if (decisions.isRead()) {
            decide(now, Decision.Kind.PLACED, attempt.number(), placements.reason(now, attempt, host));
        }
        change(host, at, now.definition().millivcpus());
    }

    private void attemptEnded(JobDetail now, AttemptDetail attempt, boolean goesOn) {
        change(host(attempt), clock.getAsLong(), -now.definition().millivcpus());
        attempt.verdict().ifPresent(verdict -> verdicts.merge(verdict, 1L, Long::sum));
        if (goesOn && decisions.isRead()) {
            decide(now, Decision.Kind.RETRIED, attempt.number(), EndReasons.of(attempt));
        }
    }

    /** The waits of the jobs of the same share, also if there are none yet. */
    private Optional<Samples> ofShare(JobDetail job) {
        return job.shareIdentifier()
                .map(share -> waitedByShare
                        .computeIfAbsent(job.queue(), name -> new TreeMap<>())
                        .computeIfAbsent(share, name -> new Samples()));
    }

    private HostUse host(AttemptDetail attempt) {
        HostUse host = hosts.get(attempt.host());
        if (host == null) {
            throw new IllegalStateException("there is no host " + attempt.host());
        }
        return host;
    }

    private void change(HostUse host, long now, int millivcpus) {
        host.change(now, millivcpus);
        all.used().change(now, millivcpus);
    }

    @Override
    public void jobEnded(JobDetail job) {
        OpenJob known = open.remove(job.id());
        end = clock.getAsLong();
        if (job.array().isPresent()) {
            // children of which nothing was ever seen are told together, by their array's end
            ArraySummary children = job.array().get();
            failed += children.size() - children.inherited() - (known == null ? 0 : known.endedChildren);
            return;
        }
        OpenJob array = job.id().isChild() ? open.get(job.id().parent()) : null;
        if (array != null) {
            array.endedChildren++;
        }
        count(job);
        ended.add(job);
    }

    private void count(JobDetail job) {
        if (job.succeeded()) {
            succeeded++;
        } else {
            failed++;
        }
        if (decisions.isRead()) {
            Decision.Kind kind = job.succeeded() ? Decision.Kind.SUCCEEDED : Decision.Kind.FAILED;
            decide(job, kind, job.attempts().size(), EndReasons.of(job));
        }
    }

    // ---- why jobs wait

    private void explainLater(OpenJob job, JobStatus status) {
        boolean waits = status == JobStatus.PENDING || status == JobStatus.RUNNABLE;
        if (waits && job.explained != status && decisions.isRead()) {
            job.explained = status;
            unexplained.add(job);
        } else if (!waits) {
            job.explained = null;
        }
    }

    /** This moment is over: whoever still waits does so for a reason. */
    void settled() {
        for (int at = 0; at < unexplained.size() && decisions.isRead(); at++) {
            OpenJob job = unexplained.get(at);
            if (open.containsKey(job.last.id()) && job.explained == job.last.status()) {
                reasonOf(job).ifPresent(why -> decide(job.last, Decision.Kind.WAITS, job.placed + 1, why));
            }
        }
        unexplained.clear();
    }

    /** Why a job waits; of an array, why its last child does. */
    private Optional<String> reasonOf(OpenJob job) {
        JobId id = job.last.id();
        return job.last
                .array()
                .filter(children -> children.count(JobStatus.RUNNABLE) > 0)
                .map(children -> explainer.apply(id.child(children.size() - 1)))
                .orElseGet(() -> explainer.apply(id));
    }

    private void decide(JobDetail job, Decision.Kind kind, int attempt, String reason) {
        decisions.add(new Decision(
                SimulatedCluster.instantAt(clock.getAsLong()), job.id(), job.name(), kind, attempt, reason));
    }

    // ---- the schedule

    /** The jobs that have not ended, the first of them, and why. */
    List<NeverRuns> open() {
        List<NeverRuns> reasons = new ArrayList<>();
        for (OpenJob job : open.values()) {
            if (reasons.size() == MAX_REASONS) {
                break;
            }
            String reason = reasonOf(job).orElse(job.last.status().toString());
            reasons.add(new NeverRuns(job.last.name(), Optional.of(job.last.id()), reason));
        }
        return reasons;
    }

    /** What happened so far. */
    Schedule schedule(List<NeverRuns> neverRuns) {
        long until = isIdle() ? end : clock.getAsLong();
        long from = Math.min(begin, until);
        double seconds = (until - from) / 1e6;
        Map<String, VcpuUse> uses = new LinkedHashMap<>();
        environments.forEach((name, use) -> uses.put(name, use.until(until, seconds)));
        Map<String, WaitingTimes> waits = times(waitedByQueue);
        Map<String, Map<String, WaitingTimes>> shares = new HashMap<>();
        waitedByShare.forEach((queue, samples) -> shares.put(queue, times(samples)));
        return new Schedule(
                scenario.seed(),
                Micros.duration(until - from),
                new Schedule.Counts(jobs, succeeded, failed, new EnumMap<>(verdicts)),
                waited.times(),
                waits,
                shares,
                all.until(until, seconds),
                uses,
                ended,
                decisions.kept(),
                launches.until(until),
                neverRuns);
    }

    private static Map<String, WaitingTimes> times(Map<String, Samples> samples) {
        Map<String, WaitingTimes> times = new LinkedHashMap<>();
        samples.forEach((name, each) -> times.put(name, each.times()));
        return Collections.unmodifiableMap(times);
    }

    private static long micros(Instant instant) {
        return BatchClock.micros(instant) - SimulatedCluster.BEGIN_MICROS;
    }
}
