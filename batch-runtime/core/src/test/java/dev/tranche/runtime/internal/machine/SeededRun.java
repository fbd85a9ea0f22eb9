package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.FIRST;

import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.RetryRule;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One random life of a scheduler on a virtual clock, wholly decided by a seed: jobs, arrays and workflows with all kinds of
 * dependencies; a backend whose reports come late, twice, out of order or not at all; cancels that race with ends; hosts
 * that come, drain and are lost. Few ended jobs are kept, so that rows are used again all the time.
 */
final class SeededRun {
    private static final long MILLI = 1_000;
    private static final long START = 1_700_000_000_000_000L;
    private static final int JOBS = 120;
    private static final EndKind[] FAULTS = {EndKind.SIGNALED, EndKind.START_FAILED, EndKind.LOST, EndKind.UNKNOWN};
    private static final DependencyKind[] PLAIN = {DependencyKind.SUCCESS, DependencyKind.ANY, DependencyKind.FAILURE};

    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Invariants invariants = new Invariants();
    private final MachineDriver driver;
    private final List<long[]> submitted = new ArrayList<>();
    private final List<JobSpec> specs = new ArrayList<>();
    private long nextNumber = FIRST;
    private long nextEvent;
    private long openRun;
    private int left = JOBS;
    private boolean calm;

    private record Event(long at, long sequence, Consumer<Machine> what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
        }
    }

    SeededRun(long seed) {
        random = new SplittableRandom(seed);
        driver = new MachineDriver(START, 4 + random.nextInt(8), invariants, new PretendBackend());
        for (int at = 0; at < 6; at++) {
            specs.add(randomSpec());
        }
    }

    /** Lives it to the end; throws at the first thing that must not be. */
    void run() {
        driver.batch(START, this::open);
        later(0, this::submitSomething);
        later(20 * MILLI, this::disturb);
        while (!events.isEmpty() || driver.machine().wakeAt() != Long.MAX_VALUE) {
            turn();
        }
        finish();
    }

    private void open(Machine machine) {
        machine.addEnvironment("first");
        machine.addEnvironment("second");
        machine.addQueue(Queue.plain(0, "high", 10, random.nextBoolean(), 0, 1));
        machine.addQueue(Queue.plain(1, "low", 1, random.nextBoolean(), 1, 0));
        machine.addQueue(Queue.plain(2, "one", 5, false, 1));
        machine.hostJoined(0, "a", 4_000, 4_096, 0, 0);
        machine.hostJoined(1, "b", 4_000, 4_096, 0, 0);
    }

    private void turn() {
        Event first = events.peek();
        long at = Math.min(
                first == null ? Long.MAX_VALUE : first.at(), driver.machine().wakeAt());
        int most = 1 + random.nextInt(6);
        List<Event> batch = new ArrayList<>();
        while (!events.isEmpty() && events.peek().at() <= Math.max(at, driver.now()) && batch.size() < most) {
            batch.add(events.poll());
        }
        driver.step(at, machine -> batch.forEach(event -> event.what().accept(machine)));
        if (driver.machine().hasMoreToDo()) {
            later(0, machine -> {});
        }
        if (random.nextInt(20) == 0) {
            compareWithFold();
        }
        if (random.nextInt(60) == 0) {
            driver.checkpoint();
            compareWithFold();
        }
        if (driver.batches() > 200_000) {
            throw new AssertionError("does not come to an end");
        }
    }

    private void compareWithFold() {
        if (driver.folded().digest() != driver.machine().digest()) {
            throw new AssertionError("the folded log is another state than the live one");
        }
    }

    /** When faults have ended, only held jobs may be left; a person ends those. */
    private void finish() {
        calm = true;
        for (long job : invariants.open()) {
            later(0, machine -> machine.terminate(job, -1, "left over"));
        }
        while (!events.isEmpty() || driver.machine().wakeAt() != Long.MAX_VALUE) {
            turn();
        }
        compareWithFold();
        if (!invariants.open().isEmpty() || !invariants.running().isEmpty()) {
            throw new AssertionError("left over: " + invariants.open() + ", running " + invariants.running());
        }
        if (invariants.accepted() < JOBS / 4) {
            throw new AssertionError("only " + invariants.accepted() + " jobs were accepted");
        }
    }

    // ---- what users do

    private void submitSomething(Machine machine) {
        switch (random.nextInt(10)) {
            case 0 -> openOrSeal(machine);
            case 1, 2 -> submit(machine, 2 + random.nextInt(6));
            default -> submit(machine, 0);
        }
        if (--left > 0) {
            later(random.nextInt(8) * MILLI, this::submitSomething);
        } else if (openRun != 0) {
            later(MILLI, this::openOrSeal);
        }
    }

    private void openOrSeal(Machine machine) {
        if (openRun == 0) {
            openRun = nextNumber++;
            machine.openWorkflow(openRun, "run");
        } else {
            machine.sealWorkflow(openRun);
            openRun = 0;
        }
    }

    private void submit(Machine machine, int size) {
        List<Submission.Dependency> dependencies = new ArrayList<>();
        while (!submitted.isEmpty() && random.nextInt(3) != 0 && dependencies.size() < 4) {
            dependencies.add(randomDependency(size));
        }
        boolean sequential = size > 0 && random.nextInt(4) == 0 && !hasEach(dependencies);
        long number = nextNumber++;
        JobSpec spec = specs.get(random.nextInt(specs.size()));
        Submission job = new Submission(
                "job" + number % 3, random.nextInt(3), spec, size, sequential, dependencies, openRun, null);
        if (machine.submit(number, job) instanceof SubmitReply.Accepted) {
            submitted.add(new long[] {number, size});
        }
    }

    private static boolean hasEach(List<Submission.Dependency> dependencies) {
        return dependencies.stream().anyMatch(each -> each.kind() == DependencyKind.EACH);
    }

    private Submission.Dependency randomDependency(int size) {
        long[] other = submitted.get(Math.max(0, submitted.size() - 1 - random.nextInt(8)));
        DependencyKind kind =
                other[1] == size && size > 0 && random.nextBoolean() ? DependencyKind.EACH : PLAIN[random.nextInt(3)];
        boolean child = kind != DependencyKind.EACH && other[1] > 0 && random.nextBoolean();
        return new Submission.Dependency(other[0], child ? random.nextInt((int) other[1]) : -1, kind);
    }

    private JobSpec randomSpec() {
        RetryRule exit = new RetryRule(false, "3", null, null);
        long timeout = random.nextInt(3) == 0 ? 5 * MILLI + random.nextInt(20) * MILLI : 0;
        long backoff = random.nextInt(3) == 0 ? (1 + random.nextInt(10)) * MILLI : 0;
        return MachineDriver.spec(
                (1 + random.nextInt(4)) * 1_000,
                256 << random.nextInt(4),
                1 + random.nextInt(3),
                timeout,
                backoff,
                2 | random.nextInt(2),
                exit);
    }

    // ---- what goes wrong

    private void disturb(Machine machine) {
        if (calm) {
            return;
        }
        long[] some = submitted.isEmpty() ? null : submitted.get(random.nextInt(submitted.size()));
        switch (random.nextInt(8)) {
            case 0 -> machine.hostJoined(random.nextInt(2), "h" + random.nextInt(4), 4_000, 4_096, 0, 0);
            case 1 -> machine.hostDraining(random.nextInt(2), "h" + random.nextInt(4), "maintenance");
            case 2 ->
                machine.hostLost(random.nextInt(2), "h" + random.nextInt(4), "Host EC2 (instance i-1) terminated.");
            case 3 -> machine.hostLost(0, "a", "Host EC2 (instance i-2) terminated.");
            case 4 -> machine.hostJoined(0, "a", 4_000, 4_096, 0, 0);
            default -> cancelOrTerminate(machine, some);
        }
        if (left > 0) {
            later(random.nextInt(40) * MILLI, this::disturb);
        }
    }

    private void cancelOrTerminate(Machine machine, long @Nullable [] job) {
        if (job == null) {
            return;
        }
        int index = job[1] > 0 && random.nextBoolean() ? random.nextInt((int) job[1]) : -1;
        if (random.nextBoolean()) {
            machine.cancel(job[0], index, "cancelled");
        } else {
            machine.terminate(job[0], index, "terminated");
        }
    }

    private void later(long micros, Consumer<Machine> what) {
        events.add(new Event(driver.now() + micros, nextEvent++, what));
    }

    /** Reports late, twice, out of order; what it reports wrongly must have no effect. */
    private final class PretendBackend extends OutcomeListener {
        @Override
        public void attemptPlaced(long job, int index, int attempt, int host) {
            long start = random.nextInt(4) * MILLI;
            long end = start + random.nextInt(25) * MILLI;
            if (random.nextInt(8) != 0) {
                later(start, machine -> machine.started(job, index, attempt, driver.now()));
            }
            reportEnd(job, index, attempt, end);
            if (random.nextInt(4) == 0) {
                reportEnd(job, index, attempt, end + random.nextInt(30) * MILLI);
            }
            if (random.nextInt(10) == 0) {
                later(end + MILLI, machine -> machine.started(job, index, attempt, driver.now()));
            }
        }

        private void reportEnd(long job, int index, int attempt, long in) {
            EndKind kind = calm ? EndKind.EXITED : randomEnd();
            int code = kind == EndKind.EXITED ? random.nextInt(3) : 137;
            int exit = code == 2 ? 3 : code;
            later(in, machine -> machine.ended(job, index, attempt, kind, exit, false, "why", driver.now()));
        }

        private EndKind randomEnd() {
            int die = random.nextInt(20);
            return die < 4 ? FAULTS[die] : EndKind.EXITED;
        }

        @Override
        public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
            int exit = random.nextInt(2) * 143;
            later(
                    random.nextInt(5) * MILLI,
                    machine -> machine.ended(job, index, attempt, EndKind.EXITED, exit, false, null, driver.now()));
        }
    }
}
