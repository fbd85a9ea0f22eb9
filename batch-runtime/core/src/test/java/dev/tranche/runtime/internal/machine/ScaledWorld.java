package dev.tranche.runtime.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.internal.invariant.Invariants;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.LaunchedHost;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler over two environments that grow and shrink, and a provider of hosts of whom everything is wholly decided by a seed:
 * it gives what was asked for, a part of it or nothing; its hosts boot late or never, have less memory than was said, are taken
 * away, join after they were given up; it answers again what it has answered. The scheduler throws now and then, and is built again
 * from its log, which makes it repeat what is open.
 */
final class ScaledWorld extends OutcomeListener {
    private static final long SECOND = 1_000_000;
    private static final long START = 1_700_000_000_000_000L;
    private static final long HORIZON = 2 * 24 * 3_600 * SECOND;
    private static final long GIVEN_UP_AFTER = 600 * SECOND;
    private static final String TERMINATED = "Host EC2 (instance %s) terminated.";

    private final SplittableRandom random;
    private final Invariants invariants = new Invariants();
    private final MachineDriver driver;
    private final PriorityQueue<Plan> plans = new PriorityQueue<>();
    private final List<List<HostType>> types;
    private final List<ScalingRules> rules = new ArrayList<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<String> ending = new HashSet<>();
    private final Map<Integer, String> hostNames = new TreeMap<>();
    private final Set<Long> open = new HashSet<>();
    private final double interruptionsPerHour;
    private final double refusing;
    private long next = MachineDriver.FIRST;
    private long sequence;
    private int hosts;
    private int left;
    int succeeded;
    int launched;
    int ended;

    private record Plan(long at, long sequence, Consumer<Machine> what) implements Comparable<Plan> {
        @Override
        public int compareTo(Plan other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
        }
    }

    private record Given(String name, String type, boolean joins) {}

    private record Answer(List<Given> hosts, Map<String, String> refusals) {}

    @SuppressWarnings("this-escape") // the driver only keeps it
    ScaledWorld(long seed) {
        random = new SplittableRandom(seed);
        types = List.of(randomTypes("s"), randomTypes("d"));
        driver = new MachineDriver(START, 50, invariants.watching(), this);
        interruptionsPerHour = random.nextInt(3) * 2.0;
        refusing = random.nextInt(4) / 8.0;
        left = 40 + random.nextInt(80);
        for (int environment = 0; environment < 2; environment++) {
            rules.add(randomRules(types.get(environment)));
        }
    }

    private List<HostType> randomTypes(String prefix) {
        List<HostType> all = new ArrayList<>();
        for (int vcpus = 2; vcpus <= 16; vcpus *= 2) {
            int gibEach = 2 << random.nextInt(3);
            long price = vcpus * (40_000L + random.nextInt(20_000));
            all.add(new HostType(prefix + vcpus, vcpus * 1_000, vcpus * gibEach * 1_024 * 9 / 10, 0, 100_000, price));
        }
        return all;
    }

    private ScalingRules randomRules(List<HostType> offered) {
        HostType largest = offered.get(offered.size() - 1);
        int max = largest.millivcpus() * (1 + random.nextInt(5));
        ScalingRules.Allocation[] all = ScalingRules.Allocation.values();
        return new ScalingRules(
                all[random.nextInt(all.length)],
                random.nextInt(3) == 0 ? 2_000 : 0,
                max,
                random.nextInt(3) == 0 ? 1 + random.nextInt(6) : Integer.MAX_VALUE,
                random.nextInt(3) == 0
                        ? largest.microDollarsPerHour() * (1 + random.nextInt(3))
                        : ScalingRules.UNLIMITED,
                (60 + random.nextInt(600)) * SECOND);
    }

    /** Lives until nothing happens any more, and looks at what is left. */
    void live() {
        batch(START, machine -> {
            for (int environment = 0; environment < 2; environment++) {
                int number = machine.addEnvironment(
                        environment == 0 ? "spot" : "on-demand",
                        rules.get(environment).maxMillivcpus());
                machine.environmentScales(number, rules.get(environment));
                machine.hostTypes(number, types.get(environment));
            }
        });
        batch(START, machine -> {
            machine.addQueue(Queue.plain(0, "both", 2, false, 0, 1).patience(60 * SECOND));
            machine.addQueue(Queue.plain(1, "strict", 1, true, 1));
        });
        later(0, this::submit);
        while (!(plans.isEmpty() && open.isEmpty() && atLeast())) {
            long due = plans.isEmpty() ? Long.MAX_VALUE : plans.element().at();
            long at = Math.max(driver.now(), Math.min(due, driver.machine().wakeAt()));
            assertThat(at).as(() -> "when something happens next; " + stand()).isLessThan(START + HORIZON);
            List<Consumer<Machine>> now = new ArrayList<>();
            while (!plans.isEmpty() && plans.element().at() <= at) {
                now.add(plans.remove().what());
            }
            if (now.isEmpty() && random.nextInt(4) == 0) {
                throwAndRepeat(at);
            }
            batch(at, machine -> now.forEach(what -> what.accept(machine)));
        }
        check();
    }

    private String stand() {
        StringBuilder stand = new StringBuilder();
        open.forEach(job -> stand.append(driver.machine().explain(job, -1)).append('\n'));
        for (int environment = 0; environment < 2; environment++) {
            Provisioning there = provisioning(environment);
            stand.append(rules.get(environment)).append(there.requests());
            there.hosts()
                    .forEach(host -> stand.append(host.name() + " idle " + host.idleSince() + " " + host.ending()));
            stand.append('\n');
        }
        return stand.toString();
    }

    /** Whether all hosts are gone but those that are kept without jobs. */
    private boolean atLeast() {
        for (int environment = 0; environment < 2; environment++) {
            Provisioning there = provisioning(environment);
            int least = rules.get(environment).minMillivcpus();
            boolean less = there.millivcpus() < least;
            boolean more = there.hosts().stream().anyMatch(host -> there.millivcpus() - host.millivcpus() >= least);
            if (more || (less && there.offers().stream().noneMatch(offer -> offer.withheld() != null))) {
                return false;
            }
        }
        return true;
    }

    private void check() {
        assertThat(invariants.stuck()).as("jobs that wait for nothing").isEmpty();
        for (int environment = 0; environment < 2; environment++) {
            Provisioning there = provisioning(environment);
            assertThat(there.requests()).as("requests that are open").isEmpty();
            assertThat(there.cost(driver.now())).as("what was spent").isGreaterThanOrEqualTo(there.spent());
            for (LaunchedHost host : there.hosts()) {
                assertThat(gone).as("hosts that are gone").doesNotContain(host.name());
            }
        }
        assertThat(driver.folded().digest()).isEqualTo(driver.machine().digest());
    }

    private Provisioning provisioning(int environment) {
        return driver.machine().state().environments().get(environment).provisioning();
    }

    private void batch(long at, Consumer<Machine> inputs) {
        invariants.time(at);
        driver.batch(at, inputs);
        invariants.atRest();
        invariants.auditIfDue(driver.machine());
        if (random.nextInt(200) == 0) {
            driver.checkpoint();
            assertThat(driver.folded().digest()).isEqualTo(driver.machine().digest());
        }
    }

    /** The scheduler throws while it decides, is built again, and says what is open once more. */
    private void throwAndRepeat(long at) {
        invariants.time(at);
        driver.step(at, 1 + random.nextInt(4), machine -> {});
        driver.batch(at, machine -> {
            for (int environment = 0; environment < 2; environment++) {
                machine.environmentScales(environment, rules.get(environment));
            }
        });
    }

    private void later(long micros, Consumer<Machine> what) {
        plans.add(new Plan(driver.now() + micros, sequence++, what));
    }

    private void submit(Machine machine) {
        int vcpus = 250 << random.nextInt(6);
        int memory = 128 << random.nextInt(6);
        int queue = random.nextInt(4) == 0 ? 1 : 0;
        var spec = MachineDriver.spec(vcpus, memory, 10);
        long number = next++;
        Submission job = random.nextInt(6) == 0
                ? MachineDriver.array(queue, spec, 2 + random.nextInt(12), false)
                : MachineDriver.job(queue, spec);
        if (machine.submit(number, job) instanceof SubmitReply.Accepted) {
            open.add(number);
        }
        if (--left > 0) {
            later(random.nextInt(10) == 0 ? random.nextInt(3_600) * SECOND : random.nextInt(20) * SECOND, this::submit);
        }
    }

    // ---- the provider

    @Override
    public void hostsRequested(int environment, HostRequest request) {
        Answer answer =
                answers.computeIfAbsent(environment + "/" + request.number(), key -> answer(environment, request));
        later((1 + random.nextInt(20)) * SECOND, machine -> give(machine, environment, request, answer));
        if (random.nextInt(5) == 0) {
            later((1 + random.nextInt(60)) * SECOND, machine -> give(machine, environment, request, answer));
        }
    }

    private Answer answer(int environment, HostRequest request) {
        Map<String, String> refusals = new TreeMap<>();
        int count = request.count();
        if (random.nextDouble() < refusing) {
            count = random.nextInt(request.count());
            for (int type : request.types()) {
                if (random.nextInt(4) > 0) {
                    refusals.put(types.get(environment).get(type).name(), "InsufficientInstanceCapacity");
                }
            }
        }
        List<Given> given = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            int type = request.types().get(random.nextInt(request.types().size()));
            given.add(new Given("i-" + hosts++, types.get(environment).get(type).name(), random.nextInt(12) > 0));
        }
        return new Answer(given, refusals);
    }

    private void give(Machine machine, int environment, HostRequest request, Answer answer) {
        boolean first = provisioning(environment).request(request.number()) != null;
        for (Given host : answer.hosts()) {
            machine.hostLaunched(environment, request.number(), host.name(), host.type());
            if (first) {
                boot(environment, host);
            }
        }
        answer.refusals().forEach((type, reason) -> machine.hostTypeWithheld(environment, type, reason));
        machine.hostRequestAnswered(
                environment,
                request.number(),
                answer.hosts().size(),
                !answer.refusals().isEmpty());
    }

    private void boot(int environment, Given host) {
        launched++;
        if (!host.joins() && random.nextInt(3) == 0) {
            return; // nobody hears of it again until it is given back
        }
        if (!host.joins()) {
            later(GIVEN_UP_AFTER, machine -> lose(machine, environment, host.name(), "it did not join"));
            if (random.nextBoolean()) {
                later(GIVEN_UP_AFTER + SECOND, machine -> join(machine, environment, host));
                later(GIVEN_UP_AFTER + 90 * SECOND, machine -> lose(machine, environment, host.name(), "given up"));
            }
            return;
        }
        later((20 + random.nextInt(70)) * SECOND, machine -> join(machine, environment, host));
        if (interruptionsPerHour > 0) {
            long after = (long) (-Math.log(1 - random.nextDouble()) / interruptionsPerHour * 3_600 * SECOND);
            later(after, machine -> interrupt(machine, environment, host.name()));
        }
    }

    private void join(Machine machine, int environment, Given host) {
        HostType type = types.get(environment).stream()
                .filter(each -> each.name().equals(host.type()))
                .findFirst()
                .orElseThrow();
        if (!gone.contains(host.name()) || !host.joins()) {
            int memory = type.memoryMib() * (type.millivcpus() % 3_000 == 1_000 ? 8 : 10) / 10;
            machine.hostJoined(environment, host.name(), type.millivcpus(), memory, 0, type.diskMib());
        }
    }

    /** Not after the last job: what is kept without jobs would be taken away and asked for again for ever. */
    private void interrupt(Machine machine, int environment, String name) {
        if (left > 0 || !open.isEmpty()) {
            lose(machine, environment, name, TERMINATED.formatted(name));
        }
    }

    private void lose(Machine machine, int environment, String name, String reason) {
        gone.add(name);
        machine.hostLost(environment, name, reason);
    }

    @Override
    public void hostEndDecided(int environment, String name, String reason) {
        if (ending.add(name)) {
            ended++;
            later(
                    (5 + random.nextInt(60)) * SECOND,
                    machine -> lose(machine, environment, name, TERMINATED.formatted(name)));
        }
    }

    // ---- the programs

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        hostNames.put(host, name);
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        long runs = (1 + random.nextInt(random.nextInt(5) == 0 ? 3_000 : 120)) * SECOND;
        later(SECOND, machine -> machine.started(job, index, attempt, driver.now()));
        later(
                SECOND + runs,
                machine -> machine.ended(job, index, attempt, EndKind.EXITED, 0, false, null, driver.now()));
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
        succeeded += verdict == Verdict.SUCCEEDED ? 1 : 0;
    }

    @Override
    public void jobEnded(
            long job,
            int index,
            dev.tranche.model.JobStatus status,
            dev.tranche.runtime.internal.state.EndCause cause,
            @Nullable String statusReason) {
        if (index == -1) {
            open.remove(job);
        }
    }
}
