package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.FIRST;

import dev.tranche.model.Explanation;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.invariant.Invariants;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A small scheduler for scenarios: a test submits, lets attempts start and end by hand, and reads what happened. Time moves
 * only when the test says so. All invariants are watched all the time.
 */
final class Scene {
    static final long SECOND = 1_000_000;
    private static final long START = 1_700_000_000_000_000L;

    private final Map<String, String> ends = new HashMap<>();
    private final List<String> placed = new ArrayList<>();
    private final List<String> launched = new ArrayList<>();
    private final List<String> reservations = new ArrayList<>();
    private final List<String> stops = new ArrayList<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<Integer, String> hostNames = new HashMap<>();
    private final Invariants invariants = new Invariants();
    private final MachineDriver driver;
    private long next = FIRST;
    private int environments;
    private int queues;

    Scene() {
        this(1_000);
    }

    private Scene(int terminalJobsKept) {
        driver = new MachineDriver(START, terminalJobsKept, invariants.watching(), new Recorder());
    }

    /** As {@link #withOneHost}, and forgets each job as soon as it may. */
    static Scene forgetful(int vcpus) {
        return new Scene(0).withHostAndQueue(vcpus);
    }

    /** A scene with one environment of one host and one queue over it, which lets later jobs pass. */
    static Scene withOneHost(int vcpus) {
        return new Scene().withHostAndQueue(vcpus);
    }

    private Scene withHostAndQueue(int vcpus) {
        environment("here", vcpus);
        queue("queue", 1, false, 0);
        return this;
    }

    /** An environment with one host of the same name. */
    void environment(String name, int vcpus) {
        int number = environments++;
        act(machine -> {
            int unused = machine.addEnvironment(name);
            machine.hostJoined(number, name + "-host", vcpus * 1_000, 65_536, 0, 0);
        });
    }

    int queue(String name, int priority, boolean strict, int... over) {
        return queue(Queue.plain(queues, name, priority, strict, over));
    }

    /** Adds a queue under the next number. */
    int queue(Queue queue) {
        queues++;
        act(machine -> machine.addQueue(queue));
        return queue.number();
    }

    /** Another host of the first environment. */
    void host(String name, int vcpus) {
        act(machine -> machine.hostJoined(0, name, vcpus * 1_000, 65_536, 0, 0));
    }

    /** Submits a job that is taken in; returns its number. */
    long submit(Submission job) {
        SubmitReply reply = offer(job);
        if (!(reply instanceof SubmitReply.Accepted)) {
            throw new AssertionError("not accepted: " + reply);
        }
        return next - 1;
    }

    /** Submits a job and returns what the machine says. */
    SubmitReply offer(Submission job) {
        SubmitReply[] reply = new SubmitReply[1];
        act(machine -> reply[0] = machine.submit(next++, job));
        return reply[0];
    }

    /** A job of one vCPU. */
    long submit(Submission.Dependency... dependencies) {
        return submit(MachineDriver.job(0, MachineDriver.spec(1_000, 64), dependencies));
    }

    long openRun() {
        long run = next++;
        act(machine -> machine.openWorkflow(run, "run"));
        return run;
    }

    /** Does something in a batch of its own. */
    void act(Consumer<Machine> what) {
        batch(driver.now() + 1, what);
    }

    void pass(long micros) {
        batchAfter(micros, machine -> {});
    }

    /** Lets time pass and does something in the batch that notices it. */
    void batchAfter(long micros, Consumer<Machine> what) {
        batch(driver.now() + micros, what);
    }

    private void batch(long at, Consumer<Machine> what) {
        invariants.time(at);
        driver.batch(at, what);
        invariants.atRest();
        invariants.auditIfDue(driver.machine());
    }

    void start(long job, int index) {
        act(machine -> machine.started(job, index, attempt(job, index), driver.now()));
    }

    void exit(long job, int code) {
        exit(job, -1, code);
    }

    void exit(long job, int index, int code) {
        act(machine -> machine.ended(job, index, attempt(job, index), EndKind.EXITED, code, false, null, driver.now()));
    }

    void end(long job, EndKind kind, @Nullable String reason) {
        act(machine -> machine.ended(job, -1, attempt(job, -1), kind, 0, false, reason, driver.now()));
    }

    /** Ends an attempt as one that was killed for want of memory. */
    void outOfMemory(long job) {
        act(machine -> machine.ended(job, -1, attempt(job, -1), EndKind.SIGNALED, 137, true, null, driver.now()));
    }

    /** Loses the host of an attempt without losing the host: as a backend reports it that knows of the attempt only. */
    void interrupt(long job) {
        end(job, EndKind.LOST, "Host EC2 (instance i-1) terminated.");
    }

    @Nullable
    JobStatus status(long job) {
        return driver.machine().status(job, -1);
    }

    @Nullable
    JobStatus status(long job, int index) {
        return driver.machine().status(job, index);
    }

    Explanation explain(long job, int index) {
        Explanation explanation = driver.machine().explain(job, index);
        if (explanation == null) {
            throw new AssertionError("not known: " + job + ":" + index);
        }
        return explanation;
    }

    /** {@code STATUS CAUSE reason} of a job that has ended, or nothing. */
    @Nullable
    String end(long job) {
        return ends.get(key(job, -1));
    }

    @Nullable
    String end(long job, int index) {
        return ends.get(key(job, index));
    }

    /** Every placement so far, as {@code job.attempt@host} or {@code job:index.attempt@host}, jobs counted from 1. */
    List<String> placed() {
        return placed;
    }

    /** Every multi-node job whose nodes have all been launched, as {@code job.attempt}. */
    List<String> launched() {
        return launched;
    }

    /** Every reservation so far, as {@code job@host} when hosts are kept and {@code -job} when no longer. */
    List<String> reservations() {
        return reservations;
    }

    /** Every stop so far, as {@code job CAUSE reason}. */
    List<String> stops() {
        return stops;
    }

    Machine machine() {
        return driver.machine();
    }

    MachineDriver driver() {
        return driver;
    }

    private int attempt(long job, int index) {
        return attempts.getOrDefault(key(job, index), 0);
    }

    private static String key(long job, int index) {
        return (job - FIRST + 1) + (index < 0 ? "" : ":" + index);
    }

    /** A spec of so many vCPUs. */
    static JobSpec vcpus(int vcpus) {
        return MachineDriver.spec(vcpus * 1_000, 64);
    }

    private final class Recorder extends OutcomeListener {
        @Override
        public void hostJoined(
                int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
            hostNames.put(host, name);
        }

        @Override
        public void attemptPlaced(long job, int index, int attempt, int host) {
            attempts.put(key(job, index), attempt);
            placed.add(key(job, index) + "." + attempt + "@" + hostNames.get(host));
        }

        @Override
        public void nodesLaunched(long job, int attempt) {
            launched.add(key(job, -1) + "." + attempt);
        }

        @Override
        public void hostsReserved(long job, int index, int[] hosts, long until) {
            String names = Arrays.stream(hosts).mapToObj(hostNames::get).collect(Collectors.joining("+"));
            reservations.add(key(job, index) + "@" + names);
        }

        @Override
        public void reservationEnded(long job, int index) {
            reservations.add("-" + key(job, index));
        }

        @Override
        public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
            stops.add(key(job, index) + " " + cause + " " + reason);
        }

        @Override
        public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
            ends.put(key(job, index), status + " " + cause + (statusReason == null ? "" : " " + statusReason));
        }
    }
}
