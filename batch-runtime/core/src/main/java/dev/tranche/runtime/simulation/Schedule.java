package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.JobDetail;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What happened in a simulation: who ran when and where, how long jobs waited, how well the hosts were used, and every
 * decision with its reason. Immutable. The children of an array job are jobs here, the array itself is none.
 */
public final class Schedule {
    private static final int MOST_LAUNCHES_PRINTED = 20;

    private final List<HostLaunch> launches;
    private final long seed;
    private final Duration makespan;
    private final Counts counts;
    private final WaitingTimes waiting;
    private final Map<String, WaitingTimes> waitingByQueue;
    private final Map<String, Map<String, WaitingTimes>> waitingByShare;
    private final VcpuUse vcpus;
    private final Map<String, VcpuUse> vcpusByEnvironment;
    private final List<JobDetail> jobs;
    private final long jobsNotKept;
    private final List<Decision> decisions;
    private final long decisionsNotKept;
    private final List<NeverRuns> neverRuns;

    /**
     * How many there were.
     *
     * @param jobs jobs
     * @param succeeded jobs that succeeded
     * @param failed jobs that failed
     * @param verdicts attempts that ended, by how
     */
    record Counts(long jobs, long succeeded, long failed, Map<AttemptVerdict, Long> verdicts) {}

    Schedule(
            long seed,
            Duration makespan,
            Counts counts,
            WaitingTimes waiting,
            Map<String, WaitingTimes> waitingByQueue,
            Map<String, Map<String, WaitingTimes>> waitingByShare,
            VcpuUse vcpus,
            Map<String, VcpuUse> vcpusByEnvironment,
            Kept<JobDetail> jobs,
            Kept<Decision> decisions,
            List<HostLaunch> launches,
            List<NeverRuns> neverRuns) {
        this.seed = seed;
        this.makespan = makespan;
        this.counts = counts;
        this.waiting = waiting;
        this.waitingByQueue = waitingByQueue;
        this.waitingByShare = waitingByShare;
        this.vcpus = vcpus;
        this.vcpusByEnvironment = vcpusByEnvironment;
        this.jobs = jobs.first();
        this.jobsNotKept = jobs.more();
        this.decisions = decisions.first();
        this.decisionsNotKept = decisions.more();
        this.launches = List.copyOf(launches);
        this.neverRuns = List.copyOf(neverRuns);
    }

    /**
     * The seed that gives this schedule again.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * How long all of it took.
     *
     * @return the time from the first submit to the last end; up to now while jobs have not ended
     */
    public Duration makespan() {
        return makespan;
    }

    // ---- money

    /**
     * The hosts that managed environments were given, in the order in which they were asked for: only where {@link
     * Simulation#gives} says which there are.
     *
     * @return each with its times and its cost
     */
    public List<HostLaunch> launches() {
        return launches;
    }

    /**
     * What all hosts cost that managed environments were given, until the last job ended.
     *
     * @return US dollars; zero if none were given
     */
    public BigDecimal dollars() {
        return launches.stream().map(HostLaunch::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    // ---- counts

    /**
     * How many jobs were submitted.
     *
     * @return the number
     */
    public long jobCount() {
        return counts.jobs();
    }

    /**
     * How many jobs ended in a state.
     *
     * @param end SUCCEEDED or FAILED
     * @return the number
     * @throws IllegalArgumentException if it is no state to end in
     */
    public long count(JobStatus end) {
        return switch (end) {
            case SUCCEEDED -> counts.succeeded();
            case FAILED -> counts.failed();
            default -> throw new IllegalArgumentException("no job ends " + end + "; SUCCEEDED and FAILED are counted");
        };
    }

    /**
     * How many attempts ended in a way.
     *
     * @param verdict how
     * @return the number
     */
    public long count(AttemptVerdict verdict) {
        return counts.verdicts().getOrDefault(verdict, 0L);
    }

    /**
     * How many attempts ended.
     *
     * @return the number
     */
    public long attemptCount() {
        return counts.verdicts().values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * How many jobs have not ended.
     *
     * @return the number
     */
    public long openCount() {
        return counts.jobs() - counts.succeeded() - counts.failed();
    }

    // ---- measures

    /**
     * How long jobs waited.
     *
     * @return the measures over all jobs
     */
    public WaitingTimes waiting() {
        return waiting;
    }

    /**
     * How long the jobs of a queue waited.
     *
     * @param queue the queue
     * @return the measures over its jobs
     * @throws IllegalArgumentException if it is none of the simulation
     */
    public WaitingTimes waiting(JobQueue queue) {
        return known(waitingByQueue, queue.name(), "queue");
    }

    /**
     * How long the jobs of each share of a queue waited.
     *
     * @param queue the queue
     * @return the measures by share identifier, in alphabetical order, of each share of which a job was submitted; empty for
     *     a queue without fair share
     * @throws IllegalArgumentException if the queue is none of the simulation
     */
    public Map<String, WaitingTimes> waitingByShare(JobQueue queue) {
        WaitingTimes unused = waiting(queue); // which refuses a queue that is not known
        return waitingByShare.getOrDefault(queue.name(), Map.of());
    }

    /**
     * How the vCPUs of all environments together were used.
     *
     * @return the measures
     */
    public VcpuUse vcpus() {
        return vcpus;
    }

    /**
     * How the vCPUs of an environment were used.
     *
     * @param environment the environment
     * @return the measures
     * @throws IllegalArgumentException if it is none of the simulation
     */
    public VcpuUse vcpus(ComputeEnvironment environment) {
        return known(vcpusByEnvironment, environment.name(), "environment");
    }

    private static <T> T known(Map<String, T> byName, String name, String what) {
        T found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "the simulation has no " + what + " " + name + ", but " + byName.keySet());
        }
        return found;
    }

    // ---- one by one

    /**
     * The jobs that ended, with their attempts, hosts and times, in the order in which they ended.
     *
     * @return the first of them, as many as {@link SimulationWords#keeps} says
     */
    public List<JobDetail> jobs() {
        return jobs;
    }

    /**
     * How many jobs ended that {@link #jobs} does not have.
     *
     * @return the number, mostly 0
     */
    public long jobsNotKept() {
        return jobsNotKept;
    }

    /**
     * What was decided, in that order.
     *
     * @return the first decisions, as many as {@link SimulationWords#keeps} says
     */
    public List<Decision> decisions() {
        return decisions;
    }

    /**
     * What was decided about a job.
     *
     * @param job its identity
     * @return the decisions about it that are kept
     */
    public List<Decision> decisions(JobId job) {
        return decisions.stream().filter(decision -> decision.job().equals(job)).toList();
    }

    /**
     * How many decisions there were that {@link #decisions} does not have. Decisions to wait are not counted any more once
     * nobody reads them.
     *
     * @return the number, mostly 0
     */
    public long decisionsNotKept() {
        return decisionsNotKept;
    }

    /**
     * The jobs that nothing will ever end, with the reason: too large for every host, held until a person decides, on a
     * host whose reports got lost for good.
     *
     * @return the first thousand of them; empty while something will still happen
     */
    public List<NeverRuns> neverRuns() {
        return neverRuns;
    }

    /**
     * Tells a listener the ends of all jobs that are kept, and then that it is closed: {@code
     * schedule.replay(Timeline.svg(Path.of("plan.svg")))} draws a picture.
     *
     * @param listener the listener
     */
    public void replay(BatchListener listener) {
        jobs.forEach(listener::jobEnded);
        listener.closed();
    }

    // ---- for people

    /**
     * The measures, and what never runs, in a few lines.
     *
     * @return lines for people
     */
    public String summary() {
        StringBuilder text = new StringBuilder(toString()).append('\n');
        line(text, "attempts", attemptCount() + " " + counts.verdicts());
        line(text, "waiting", waiting.toString());
        waitingByQueue.forEach((queue, times) -> {
            if (waitingByQueue.size() > 1) {
                line(text, "  " + queue, times.toString());
            }
            waitingByShare
                    .getOrDefault(queue, Map.of())
                    .forEach((share, waits) -> line(text, "  " + queue + "/" + share, waits.toString()));
        });
        line(text, "vCPUs", vcpus.toString());
        if (vcpusByEnvironment.size() > 1) {
            vcpusByEnvironment.forEach((environment, use) -> line(text, "  " + environment, use.toString()));
        }
        if (!launches.isEmpty()) {
            line(text, "hosts", launches.size() + " launched, $" + dollars());
            launches.stream().limit(MOST_LAUNCHES_PRINTED).forEach(launch -> line(text, "", launch.toString()));
            if (launches.size() > MOST_LAUNCHES_PRINTED) {
                line(text, "", "and " + (launches.size() - MOST_LAUNCHES_PRINTED) + " more");
            }
        }
        neverRuns.forEach(job -> line(text, "never ends", job.toString()));
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(what)
                .append(" ".repeat(Math.max(1, 12 - what.length())))
                .append(value)
                .append('\n');
    }

    /** Prints how many jobs ended how, in which time, and the seed. */
    @Override
    public String toString() {
        return counts.jobs() + (counts.jobs() == 1 ? " job" : " jobs") + " in " + Spoken.of(makespan) + ": "
                + counts.succeeded() + " succeeded, " + counts.failed() + " failed"
                + (openCount() == 0 ? "" : ", " + openCount() + " not ended") + " (seed " + seed + ")";
    }
}
