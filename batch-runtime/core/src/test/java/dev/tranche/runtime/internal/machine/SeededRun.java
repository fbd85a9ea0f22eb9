package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.FIRST;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.invariant.Transition;
import dev.tranche.runtime.internal.state.BlockedReason;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.internal.state.StateLimit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes up a random life, wholly decided by a seed: jobs, arrays and workflows with all kinds of dependencies; a backend whose
 * reports come late, twice, out of order or not at all; cancels that race with ends; hosts that come, drain and are lost; a
 * machine that throws. Few ended jobs are kept, so that rows are used again all the time.
 *
 * <p>What is made up is said as {@link LifeEvent}s, so that the same life, or a part of it, can be lived again.
 */
final class SeededRun {
    private static final long MILLI = 1_000;
    private static final int JOBS = 120;
    /** Queues that are disabled for long, and nodes that do not fit, can make a life poor, but not empty. */
    private static final int FEWEST_ACCEPTED = 6;

    private static final int RERUNS = 10;
    private static final int MOST_AT_ONCE = 6;
    private static final int THROW_IN = 40;
    private static final int MOST_OUTCOMES = 12;
    private static final EndKind[] FAULTS = {
        EndKind.SIGNALED, EndKind.START_FAILED, EndKind.LOST, EndKind.UNKNOWN, EndKind.NOT_PLACED
    };
    private static final int[] EXIT_CODES = {0, 1, 3};
    private static final List<String> SHARES = List.of("a", "b", "Ux", "Uy");
    private static final Consumption LICENCE = new Consumption("licence", 3, true, 1);
    private static final Consumption TOKENS = new Consumption("tokens", 60, false, 2);
    private static final DependencyKind[] PLAIN = {DependencyKind.SUCCESS, DependencyKind.ANY, DependencyKind.FAILURE};

    private final SplittableRandom random;
    private final PriorityQueue<Plan> plans = new PriorityQueue<>();
    private final List<long[]> submitted = new ArrayList<>();
    private final List<long[]> placed = new ArrayList<>();
    private final List<JobSpec> specs = new ArrayList<>();
    private final Map<Long, Submission> said = new HashMap<>();
    private final Map<Long, List<Long>> members = new HashMap<>();
    private final int terminalJobsKept;
    private final Life life;
    private List<LifeEvent> batch = new ArrayList<>();
    private long nextNumber = FIRST;
    private long nextPlan;
    private long openRun;
    private long now = Life.START;
    private int left = JOBS;
    private int rerunsLeft = RERUNS;

    /** Something that will be made up when its time has come. */
    private record Plan(long at, long sequence, Runnable what) implements Comparable<Plan> {
        @Override
        public int compareTo(Plan other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
        }
    }

    SeededRun(long seed) {
        random = new SplittableRandom(seed);
        terminalJobsKept = oneIn(4) ? 12 + random.nextInt(60) : random.nextInt(12);
        life = new Life(terminalJobsKept, new PretendBackend());
        for (int at = 0; at < 6; at++) {
            specs.add(randomSpec());
        }
    }

    int terminalJobsKept() {
        return terminalJobsKept;
    }

    /** What has happened so far, or until it went wrong. */
    List<LifeEvent> events() {
        return life.events();
    }

    long digest() {
        return life.digest();
    }

    /** The rows of the life cycle that were taken. */
    Set<Transition> taken() {
        return life.taken();
    }

    /** Lives it to the end; throws at the first thing that must not be. */
    void run() {
        later(0, this::open);
        later(0, this::submitSomething);
        later(20 * MILLI, this::disturb);
        while (!plans.isEmpty()) {
            liveOneBatch();
        }
        life.end();
        if (life.accepted() < FEWEST_ACCEPTED) {
            throw new AssertionError("only " + life.accepted() + " jobs were accepted");
        }
    }

    private void liveOneBatch() {
        now = Math.max(plans.element().at(), life.now());
        int most = 1 + random.nextInt(MOST_AT_ONCE);
        batch = new ArrayList<>();
        for (int count = 0; count < most && !plans.isEmpty() && plans.element().at() <= now; count++) {
            plans.remove().what().run();
        }
        if (random.nextInt(THROW_IN) == 0) {
            throwAfter(1 + random.nextInt(MOST_OUTCOMES));
        }
        if (!batch.isEmpty()) {
            life.batch(batch);
        }
    }

    private void later(long micros, Runnable what) {
        plans.add(new Plan(now + micros, nextPlan++, what));
    }

    /** Gives the machine something in this batch. */
    private void say(Supplier<String> text, Consumer<Machine> input) {
        batch.add(new LifeEvent(life.nextBatch(), now, text, input, null, 0));
    }

    private void throwAfter(int outcomes) {
        Supplier<String> text = () -> "the machine throws after " + outcomes + " outcomes of this batch";
        batch.add(new LifeEvent(life.nextBatch(), now, text, machine -> {}, null, outcomes));
    }

    private void open() {
        boolean[] strict = {random.nextBoolean(), random.nextBoolean()};
        say(() -> "environments first (host a) and second (host b), 4 vCPU each", machine -> {
            int first = machine.addEnvironment("first");
            int second = machine.addEnvironment("second");
            machine.hostJoined(first, "a", 4_000, 4_096, 0, 0);
            machine.hostJoined(second, "b", 4_000, 4_096, 0, 0);
        });
        queue(Queue.plain(0, "high", 10, strict[0], 0, 1).patience(randomPatience()));
        queue(Queue.plain(1, "low", 1, strict[1], 1, 0).patience(randomPatience()));
        queue(new Queue(
                2,
                "shared",
                5,
                new int[] {1, 0},
                false,
                randomPatience(),
                oneIn(3) ? 1 + random.nextInt(4) : 0,
                0,
                oneIn(2) ? randomLimits() : List.of(),
                randomPolicy()));
    }

    private List<StateLimit> randomLimits() {
        return List.of(
                new StateLimit(BlockedReason.INSUFFICIENT_INSTANCE_CAPACITY, micros(10, 100)),
                new StateLimit(BlockedReason.JOB_RESOURCE_REQUIREMENT, micros(0, 20)));
    }

    /** Half-lives are long beside the second on which the past is read, or there is none. */
    private FairShare randomPolicy() {
        return new FairShare(
                oneIn(2) ? 0 : (10 + random.nextInt(100)) * 1_000 * MILLI,
                oneIn(2) ? 0 : 1 + random.nextInt(60),
                random.nextBoolean(),
                List.of(
                        new FairShare.Weight("a", 2_500 + random.nextInt(30_000)),
                        new FairShare.Weight("U*", 2_500 + random.nextInt(30_000))));
    }

    private long randomPatience() {
        return random.nextInt(4) == 0 ? Queue.PATIENT_FOR_EVER : random.nextInt(60) * MILLI;
    }

    private void queue(Queue queue) {
        say(
                () -> "queue " + queue.number() + " over " + Arrays.toString(queue.environments()) + ", priority "
                        + queue.priority() + (queue.strict() ? ", strict" : "") + ", patience "
                        + queue.patienceMicros() / MILLI + " ms, limit " + queue.maxConcurrent() + ", "
                        + queue.limits() + ", "
                        + queue.fairShare(),
                machine -> machine.addQueue(queue));
    }

    // ---- what users do

    private void submitSomething() {
        switch (random.nextInt(10)) {
            case 0 -> openOrSeal();
            case 1, 2 -> submit(2 + random.nextInt(6));
            default -> submit(0);
        }
        if (--left > 0) {
            later(random.nextInt(8) * MILLI, this::submitSomething);
        } else if (openRun != 0) {
            later(MILLI, this::sealIfOpen);
        }
    }

    private void openOrSeal() {
        if (openRun == 0) {
            long run = nextNumber++;
            openRun = run;
            say(() -> "open run " + number(run), machine -> machine.openWorkflow(run, "run"));
        } else {
            long run = openRun;
            openRun = 0;
            int failures = oneIn(3) ? 1 + random.nextInt(3) : 0;
            long timeout = oneIn(3) ? micros(10, 200) : 0;
            say(
                    () -> "seal run " + number(run) + ", failures " + failures + ", timeout " + timeout,
                    machine -> machine.sealWorkflow(run, failures, timeout));
        }
    }

    private void submit(int size) {
        List<Submission.Dependency> dependencies = new ArrayList<>();
        while (!submitted.isEmpty() && random.nextInt(3) != 0 && dependencies.size() < 4) {
            dependencies.add(randomDependency(size));
        }
        boolean sequential = size > 0 && random.nextInt(4) == 0 && !hasEach(dependencies);
        long number = nextNumber++;
        JobSpec spec = size == 0 && oneIn(6) ? randomGang() : specs.get(random.nextInt(specs.size()));
        int queue = random.nextInt(3);
        Submission job = new Submission(
                "job" + number % 3,
                queue,
                spec,
                size,
                sequential,
                dependencies,
                openRun,
                null,
                queue == 2 ? SHARES.get(random.nextInt(SHARES.size())) : "",
                random.nextInt(3),
                oneIn(8),
                size > 0 && oneIn(3) ? 1 + random.nextInt(size) : 0,
                0);
        submit(number, job);
    }

    private void submit(long number, Submission job) {
        said.put(number, job);
        members.computeIfAbsent(job.workflow(), run -> new ArrayList<>()).add(number);
        say(() -> "submit " + number(number) + ": " + text(job), machine -> {
            SubmitReply unused = machine.submit(number, job);
        });
    }

    /** Runs a job again that has ended, or has not; what it waited for may be forgotten. */
    private void rerun(long job) {
        Submission earlier = said.get(job);
        if (earlier != null && rerunsLeft-- > 0) {
            submit(nextNumber++, earlier.rerunOf(job, earlier.dependencies(), oneIn(2) ? openRun : 0));
        }
    }

    /** Runs a run again, job by job, unless another is on its way in. */
    private void rerunAll(long run) {
        if (openRun != 0 || rerunsLeft-- <= 0) {
            return;
        }
        openOrSeal();
        Map<Long, Long> heirs = new HashMap<>();
        for (long job : List.copyOf(members.getOrDefault(run, List.of()))) {
            Submission earlier = Objects.requireNonNull(said.get(job));
            List<Submission.Dependency> dependencies = earlier.dependencies().stream()
                    .map(each -> new Submission.Dependency(
                            heirs.getOrDefault(each.number(), each.number()), each.index(), each.kind()))
                    .toList();
            heirs.put(job, nextNumber);
            submit(nextNumber++, earlier.rerunOf(job, dependencies, openRun));
        }
        later(random.nextInt(20) * MILLI, this::sealIfOpen);
    }

    private void sealIfOpen() {
        if (openRun != 0) {
            openOrSeal();
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
        Specs specs = Specs.one()
                .memory(256 << random.nextInt(4))
                .in(2 | random.nextInt(2))
                .attempts(1 + random.nextInt(3), new RetryRule(false, "3", null, null));
        specs = oneIn(3) ? specs.timeout(micros(5, 25)) : specs;
        specs = oneIn(4) ? specs.queueTimeout(micros(5, 60)) : specs;
        long backoff = micros(1, 10);
        specs = oneIn(3) ? specs.backoff(backoff, backoff * 8) : specs;
        specs = oneIn(3) ? specs.attemptsOnInterruption(1 + random.nextInt(4)) : specs;
        specs = oneIn(3) ? specs.nextEnvironmentAfter(1 + random.nextInt(2)) : specs;
        specs = oneIn(2) ? specs.moreMemory(150 + random.nextInt(150), 3_000 + random.nextInt(3_000)) : specs;
        specs = oneIn(4) ? specs.taking(LICENCE) : oneIn(4) ? specs.taking(LICENCE, TOKENS) : specs;
        return specs.vcpus(1 + random.nextInt(4));
    }

    /** Two to four nodes, now and then more than the hosts can hold. */
    private JobSpec randomGang() {
        int[] nodes = random.ints(random.nextInt(2, 5), 1, 3).toArray();
        Specs specs = Specs.one()
                .memory(256)
                .in(2 | random.nextInt(2))
                .attempts(1 + random.nextInt(3), new RetryRule(false, "3", null, null));
        specs = oneIn(3) ? specs.timeout(micros(5, 25)) : specs;
        specs = oneIn(3) ? specs.nextEnvironmentAfter(1) : specs;
        return specs.nodes(random.nextInt(nodes.length), nodes);
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private long micros(int fromMillis, int toMillis) {
        return random.nextInt(fromMillis, toMillis) * MILLI;
    }

    // ---- what goes wrong

    private void disturb() {
        int environment = random.nextInt(2);
        String host = "h" + random.nextInt(4);
        switch (random.nextInt(14)) {
            case 0 -> hostJoins(environment, host);
            case 1 ->
                say(
                        () -> "host " + host + " of environment " + environment + " drains",
                        machine -> machine.hostDraining(environment, host, "maintenance"));
            case 2 -> hostIsLost(environment, host);
            case 3 -> hostIsLost(0, "a");
            case 4 -> hostJoins(0, "a");
            case 5 -> switchQueue(random.nextInt(3), random.nextBoolean());
            case 6 -> switchEnvironment(environment, random.nextBoolean());
            case 7 -> changeStock(random.nextInt(5));
            case 8, 9 -> holdOrMove();
            case 10 -> terminateRun();
            default -> cancelOrTerminate();
        }
        if (left > 0) {
            later(random.nextInt(40) * MILLI, this::disturb);
        }
    }

    private void switchQueue(int queue, boolean on) {
        say(
                () -> (on ? "enable" : "disable") + " queue " + queue,
                on ? machine -> machine.enableQueue(queue) : machine -> machine.disableQueue(queue, "closed"));
    }

    private void switchEnvironment(int environment, boolean on) {
        say(
                () -> (on ? "enable" : "disable") + " environment " + environment,
                on
                        ? machine -> machine.enableEnvironment(environment)
                        : machine -> machine.disableEnvironment(environment, "new image"));
    }

    private void changeStock(int licences) {
        Consumption change = new Consumption(LICENCE.resource(), LICENCE.total(), true, licences);
        say(() -> "there are " + licences + " licences", machine -> {
            String unused = machine.changeStock(change, StockChange.SET);
        });
    }

    private void hostJoins(int environment, String host) {
        int vcpus = 3 + random.nextInt(2);
        say(
                () -> "host " + host + " of environment " + environment + " joins with " + vcpus + " of 4 vCPU",
                machine -> {
                    machine.hostJoined(environment, host, vcpus * 1_000, 4_096, 0, 0);
                    machine.hostHeld(environment, host, (4 - vcpus) * 1_000, 0, 0, 0);
                });
    }

    private void hostIsLost(int environment, String host) {
        say(
                () -> "host " + host + " of environment " + environment + " is lost",
                machine -> machine.hostLost(environment, host, "Host EC2 (instance i-1) terminated."));
    }

    private void holdOrMove() {
        if (submitted.isEmpty()) {
            return;
        }
        long[] job = someJob();
        int index = job[1] > 0 && random.nextInt(4) == 0 ? random.nextInt((int) job[1]) : -1;
        int number = random.nextInt(3);
        switch (random.nextInt(6)) {
            case 0 -> changing("hold " + name(job[0], index), machine -> machine.hold(job[0], index, "held"));
            case 1, 2 -> changing("release " + name(job[0], index), machine -> machine.release(job[0], index));
            case 3 ->
                changing(
                        "priority " + number + " for " + name(job[0], index),
                        machine -> machine.changePriority(job[0], index, number));
            case 4 ->
                changing(
                        name(job[0], index) + " to queue " + number,
                        machine -> machine.moveTo(job[0], index, number, 3));
            default -> resolve(job[0], index, number == 0 ? JobStatus.FAILED : JobStatus.SUCCEEDED);
        }
    }

    private void resolve(long job, int index, JobStatus end) {
        changing(
                "resolve " + name(job, index) + ": " + end,
                machine -> machine.resolve(job, index, end, "somebody looked"));
    }

    /** What the machine answers does not matter: a refusal has to have no effect. */
    private void changing(String text, Function<Machine, @Nullable String> change) {
        say(() -> text, machine -> {
            String unused = change.apply(machine);
        });
    }

    /** Any job; as often as not one that came lately, which has more before it. */
    private long[] someJob() {
        int among = oneIn(2) ? submitted.size() : Math.min(8, submitted.size());
        return submitted.get(submitted.size() - 1 - random.nextInt(among));
    }

    private void terminateRun() {
        if (openRun != 0) {
            long run = openRun;
            say(() -> "terminate run " + number(run), machine -> machine.terminate(run, -1, "terminated"));
        }
    }

    private void cancelOrTerminate() {
        if (submitted.isEmpty()) {
            return;
        }
        long[] job = someJob();
        int index = job[1] > 0 && random.nextBoolean() ? random.nextInt((int) job[1]) : -1;
        if (!placed.isEmpty() && random.nextBoolean()) {
            long[] attempt = placed.get(placed.size() - 1 - random.nextInt(Math.min(4, placed.size())));
            cancelOrTerminate(attempt[0], (int) attempt[1]);
        } else {
            cancelOrTerminate(job[0], index);
        }
    }

    private void cancelOrTerminate(long job, int index) {
        if (random.nextBoolean()) {
            say(() -> "cancel " + name(job, index), machine -> machine.cancel(job, index, "cancelled"));
        } else {
            say(() -> "terminate " + name(job, index), machine -> machine.terminate(job, index, "terminated"));
        }
    }

    /** Reports late, twice, out of order; what it reports wrongly must have no effect. */
    private final class PretendBackend extends Launches {
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
            super.jobAccepted(job, name, queue, spec, arraySize, sequential, workflow, share, priority);
            submitted.add(new long[] {job, arraySize});
        }

        @Override
        public void workflowEnded(long workflow, boolean succeeded) {
            if (oneIn(2)) {
                later(random.nextInt(10) * MILLI, () -> rerunAll(workflow));
            }
        }

        @Override
        public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
            if (oneIn(12)) {
                later(random.nextInt(10) * MILLI, () -> rerun(job));
            }
        }

        /** What is forgotten is spoken of no more, most of the time: whoever depends on it is refused. */
        @Override
        public void jobForgotten(long job) {
            if (!oneIn(8)) {
                submitted.removeIf(each -> each[0] == job);
            }
        }

        /** Somebody looks after what is held, sometimes. */
        @Override
        public void jobHeld(long job, int index, String reason) {
            int what = random.nextInt(6);
            later(random.nextInt(40) * MILLI, () -> {
                switch (what) {
                    case 0, 1 -> changing("release " + name(job, index), machine -> machine.release(job, index));
                    case 2 -> resolve(job, index, JobStatus.SUCCEEDED);
                    case 3 -> resolve(job, index, JobStatus.FAILED);
                    default -> {}
                }
            });
        }

        @Override
        void launched(long job, int index, int attempt) {
            placed.add(new long[] {job, index});
            long start = random.nextInt(4) * MILLI;
            long end = start + random.nextInt(25) * MILLI;
            if (random.nextInt(8) != 0) {
                reportStart(job, index, attempt, start);
            }
            reportRandomEnd(job, index, attempt, end);
            if (random.nextInt(4) == 0) {
                reportRandomEnd(job, index, attempt, end + random.nextInt(30) * MILLI);
            }
            if (random.nextInt(10) == 0) {
                reportStart(job, index, attempt, end + MILLI);
            }
        }

        @Override
        public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
            long in = random.nextInt(5) * MILLI;
            reportEnd(job, index, attempt, in, EndKind.EXITED, random.nextInt(2) * 143, false);
        }

        private void reportRandomEnd(long job, int index, int attempt, long in) {
            int die = random.nextInt(20);
            EndKind kind = die < FAULTS.length ? FAULTS[die] : EndKind.EXITED;
            int code = kind == EndKind.EXITED ? EXIT_CODES[random.nextInt(EXIT_CODES.length)] : 137;
            reportEnd(job, index, attempt, in, kind, code, kind == EndKind.SIGNALED && random.nextBoolean());
        }

        private void reportStart(long job, int index, int attempt, long in) {
            later(in, () -> {
                long at = now;
                say(
                        () -> name(job, index) + " attempt " + attempt + " has started",
                        machine -> machine.started(job, index, attempt, at));
            });
        }

        private void reportEnd(long job, int index, int attempt, long in, EndKind kind, int code, boolean outOfMemory) {
            later(in, () -> {
                long at = now;
                EndReport end = new EndReport(job, index, attempt, kind, code, outOfMemory);
                Supplier<String> text = () -> name(job, index) + " attempt " + attempt + " has ended: " + kind + " "
                        + code + (outOfMemory ? ", out of memory" : "");
                batch.add(new LifeEvent(life.nextBatch(), at, text, machine -> end.give(machine, at), end, 0));
            });
        }
    }

    // ---- for people

    private static long number(long job) {
        return job - FIRST + 1;
    }

    private static String name(long job, int index) {
        return "job " + number(job) + (index < 0 ? "" : ":" + index);
    }

    private static String text(Submission job) {
        StringBuilder text =
                new StringBuilder("queue ").append(job.queue()).append(", ").append(job.spec());
        text.append(", ").append(new String(job.spec().document(), StandardCharsets.UTF_8));
        if (job.arraySize() > 0) {
            text.append(job.sequential() ? ", sequential" : "")
                    .append(", array of ")
                    .append(job.arraySize());
        }
        if (!job.share().isEmpty()) {
            text.append(", share ").append(job.share()).append(", priority ").append(job.priority());
        }
        text.append(job.held() ? ", held" : "");
        if (job.stopAfterFailures() > 0) {
            text.append(", stop after ").append(job.stopAfterFailures()).append(" failures");
        }
        if (job.rerunOf() != 0) {
            text.append(", ").append(name(job.rerunOf(), -1)).append(" again");
        }
        if (job.workflow() != 0) {
            text.append(", in run ").append(number(job.workflow()));
        }
        for (Submission.Dependency each : job.dependencies()) {
            text.append(", after ")
                    .append(name(each.number(), each.index()))
                    .append(" ")
                    .append(each.kind());
        }
        return text.toString();
    }
}
