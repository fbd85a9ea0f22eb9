package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.internal.invariant.Invariants;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.ScalingRules.Allocation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One environment that grows and shrinks; the test is the provider of its hosts. */
class ScalingScenarioTest {
    private static final long START = 1_700_000_000_000_000L;
    private static final long IDLE = 300 * SECOND;
    private static final HostType SMALL = new HostType("small", 2_000, 8_000, 0, 0, 100_000);
    private static final HostType LARGE = new HostType("large", 8_000, 32_000, 0, 0, 380_000);
    private static final HostType DEAR = new HostType("dear", 8_000, 32_000, 0, 0, 900_000);

    private final List<String> said = new ArrayList<>();
    private final Invariants invariants = new Invariants();
    private final MachineDriver driver = new MachineDriver(START, 100, invariants.watching(), new Recorder());
    private long next = MachineDriver.FIRST;

    private final class Recorder extends OutcomeListener {
        @Override
        public void hostsRequested(int environment, HostRequest request) {
            said.add("request " + request.number() + ": " + request.count() + " of " + request.types());
        }

        @Override
        public void hostEndDecided(int environment, String name, String reason) {
            said.add("end " + name + ": " + reason);
        }

        @Override
        public void attemptPlaced(long job, int index, int attempt, int host) {
            said.add("placed " + (job - MachineDriver.FIRST));
        }
    }

    private static ScalingRules rules(Allocation allocation, int minVcpus, int maxVcpus) {
        return new ScalingRules(allocation, minVcpus * 1_000, maxVcpus * 1_000, 100, ScalingRules.UNLIMITED, IDLE);
    }

    private void open(ScalingRules rules, HostType... types) {
        act(machine -> {
            int environment = machine.addEnvironment("cloud", rules.maxMillivcpus());
            machine.environmentScales(environment, rules);
            machine.hostTypes(environment, List.of(types));
            machine.addQueue(Queue.plain(0, "queue", 1, false, 0).patience(60 * SECOND));
        });
    }

    private void act(Consumer<Machine> what) {
        at(driver.now() + 1, what);
    }

    private void pass(long micros) {
        long until = driver.now() + micros;
        while (driver.machine().wakeAt() < until) {
            at(Math.max(driver.now(), driver.machine().wakeAt()), machine -> {});
        }
        at(until, machine -> {});
    }

    private void at(long time, Consumer<Machine> what) {
        invariants.time(time);
        driver.batch(time, what);
        invariants.atRest();
    }

    private void submit(int count, int millivcpus) {
        for (int each = 0; each < count; each++) {
            long number = next++;
            act(machine -> assertThat(machine.submit(number, MachineDriver.job(0, MachineDriver.spec(millivcpus, 64))))
                    .isInstanceOf(SubmitReply.Accepted.class));
        }
    }

    private void give(long request, String type, String... names) {
        act(machine -> {
            for (String name : names) {
                machine.hostLaunched(0, request, name, type);
            }
            machine.hostRequestAnswered(0, request, names.length, false);
        });
    }

    private void join(HostType type, String name, int memoryMib) {
        act(machine -> machine.hostJoined(0, name, type.millivcpus(), memoryMib, 0, 0));
    }

    private void succeed(int job) {
        act(machine -> machine.ended(MachineDriver.FIRST + job, -1, 1, EndKind.EXITED, 0, false, null, driver.now()));
    }

    private String explain(int job) {
        return String.valueOf(driver.machine().explain(MachineDriver.FIRST + job, -1));
    }

    @Test
    void what_comes_within_a_second_is_gathered_into_one_request() {
        open(rules(Allocation.PROGRESSIVE, 0, 64), SMALL, LARGE);

        submit(4, 1_000);
        assertThat(said).isEmpty();
        assertThat(explain(0)).contains("is about to ask for hosts");
        pass(2 * SECOND);

        // two small ones cost 200,000 an hour, a large one 380,000
        assertThat(said).containsExactly("request 1: 2 of [0]");
        assertThat(explain(0)).contains("0 hosts boot and 2 more are asked for");
    }

    @Test
    void no_host_is_asked_for_twice_and_jobs_go_to_those_that_come() {
        open(rules(Allocation.PROGRESSIVE, 0, 64), SMALL);
        submit(2, 1_000);
        pass(30 * SECOND);
        give(1, "small", "i-1");
        pass(30 * SECOND);
        assertThat(explain(0)).contains("1 host boots");

        join(SMALL, "i-1", 8_000);

        assertThat(said).containsExactly("request 1: 1 of [0]", "placed 0", "placed 1");
    }

    @Test
    void a_queue_that_was_full_asks_for_hosts_as_soon_as_there_is_a_place_in_it() {
        act(machine -> {
            int environment = machine.addEnvironment("cloud", 64_000);
            machine.environmentScales(environment, rules(Allocation.PROGRESSIVE, 0, 64));
            machine.hostTypes(environment, List.of(SMALL, LARGE));
            machine.addQueue(
                    new Queue(0, "queue", 1, new int[] {0}, false, Queue.PATIENT_FOR_EVER, 2, 0, List.of(), null));
        });
        submit(2, 1_000);
        pass(2 * SECOND);
        give(1, "small", "i-1");
        join(SMALL, "i-1", 8_000);
        submit(1, 2_000);
        pass(60 * SECOND);
        assertThat(said).containsExactly("request 1: 1 of [0]", "placed 0", "placed 1");

        succeed(0);
        pass(2 * SECOND);

        assertThat(said.get(3)).startsWith("request 2: 1 of ");
    }

    @Test
    void an_idle_host_ends_after_its_time_and_takes_nothing_from_then_on() {
        open(rules(Allocation.PROGRESSIVE, 0, 64), SMALL);
        submit(1, 1_000);
        pass(2 * SECOND);
        give(1, "small", "i-1");
        join(SMALL, "i-1", 8_000);
        succeed(0);
        said.clear();

        pass(IDLE - SECOND);
        assertThat(said).isEmpty();
        pass(2 * SECOND);
        assertThat(said).containsExactly("end i-1: idle for 300 s");

        join(SMALL, "i-1", 8_000); // as its watch says again and again
        submit(1, 1_000);
        pass(2 * SECOND);
        assertThat(said).containsExactly("end i-1: idle for 300 s", "request 2: 1 of [0]");
    }

    @Test
    void hosts_kept_without_jobs_are_asked_for_at_once_and_stay() {
        open(rules(Allocation.PROGRESSIVE, 3, 64), SMALL);
        pass(2 * SECOND);
        assertThat(said).containsExactly("request 1: 2 of [0]");

        give(1, "small", "i-1", "i-2");
        join(SMALL, "i-1", 8_000);
        join(SMALL, "i-2", 8_000);
        pass(10 * IDLE);

        assertThat(said).containsExactly("request 1: 2 of [0]");
    }

    @Test
    void what_ends_already_does_not_count_for_what_is_kept() {
        open(rules(Allocation.PROGRESSIVE, 2, 64), SMALL);
        submit(4, 2_000);
        pass(2 * SECOND);
        give(1, "small", "i-1", "i-2", "i-3", "i-4");
        for (int host = 1; host <= 4; host++) {
            join(SMALL, "i-" + host, 8_000);
        }
        for (int job = 0; job < 4; job++) {
            pass(10 * SECOND);
            succeed(job);
        }
        said.clear();

        pass(10 * IDLE); // nobody says that a host is gone

        assertThat(said).hasSize(3).allMatch(each -> each.startsWith("end "));
    }

    @Test
    void the_maximum_is_kept_and_said() {
        open(rules(Allocation.PROGRESSIVE, 0, 4), SMALL);
        submit(10, 1_000);
        pass(10 * SECOND);

        assertThat(said).containsExactly("request 1: 2 of [0]");
        assertThat(explain(9)).contains("at its maximum: 4 of 4 vCPU on 2 hosts");
    }

    @Test
    void the_cost_and_the_number_of_hosts_are_kept() {
        open(new ScalingRules(Allocation.PROGRESSIVE, 0, 64_000, 5, 250_000, IDLE), SMALL);
        submit(20, 1_000);
        pass(10 * SECOND);
        assertThat(said).containsExactly("request 1: 2 of [0]");

        act(machine -> machine.environmentScales(
                0, new ScalingRules(Allocation.PROGRESSIVE, 0, 64_000, 5, ScalingRules.UNLIMITED, IDLE)));
        pass(10 * SECOND);
        // the open request was said again with its number, and three more may be asked for
        assertThat(said).containsExactly("request 1: 2 of [0]", "request 1: 2 of [0]", "request 2: 3 of [0]");
    }

    @Test
    void a_type_of_which_there_is_none_gives_way_to_the_next_and_is_tried_again_later() {
        open(rules(Allocation.PROGRESSIVE, 0, 64), SMALL, LARGE);
        submit(1, 1_000);
        pass(2 * SECOND);

        act(machine -> {
            machine.hostTypeWithheld(0, "small", "InsufficientInstanceCapacity");
            machine.hostRequestAnswered(0, 1, 0, true);
        });
        assertThat(explain(0)).contains("no capacity for small in environment cloud since");
        pass(2 * SECOND);

        assertThat(said).containsExactly("request 1: 1 of [0]", "request 2: 1 of [1]");
    }

    @Test
    void best_fit_waits_for_the_one_type_that_costs_least() {
        open(rules(Allocation.BEST_FIT, 0, 64), SMALL, LARGE);
        submit(1, 1_000);
        pass(2 * SECOND);
        act(machine -> {
            machine.hostTypeWithheld(0, "small", "InsufficientInstanceCapacity");
            machine.hostRequestAnswered(0, 1, 0, true);
        });
        pass(29 * SECOND);
        assertThat(said).containsExactly("request 1: 1 of [0]");

        pass(5 * SECOND);
        assertThat(said).containsExactly("request 1: 1 of [0]", "request 2: 1 of [0]");
    }

    @Test
    void in_order_means_the_first_that_fits_whatever_it_costs() {
        open(rules(Allocation.ORDERED, 0, 64), DEAR, SMALL);
        submit(1, 1_000);
        pass(2 * SECOND);

        assertThat(said).containsExactly("request 1: 1 of [0]");
    }

    @Test
    void where_the_provider_chooses_types_alike_are_named_and_the_dearest_is_counted() {
        open(new ScalingRules(Allocation.ALIKE, 0, 64_000, 100, 1_000_000, IDLE), LARGE, DEAR, SMALL);
        submit(1, 4_000);
        pass(2 * SECOND);

        assertThat(said).containsExactly("request 1: 1 of [0, 1]");
        assertThat(driver.machine().state().environments().get(0).provisioning().microDollarsPerHour())
                .isEqualTo(900_000);
    }

    @Test
    void a_type_that_is_smaller_than_was_said_is_not_asked_for_again_for_the_same() {
        HostType little = new HostType("little", 2_000, 100, 0, 0, 100_000);
        open(rules(Allocation.PROGRESSIVE, 0, 64), little, LARGE);
        submit(1, 1_000);
        pass(2 * SECOND);
        give(1, "little", "i-1");

        join(little, "i-1", 50);
        pass(2 * SECOND);

        assertThat(said).containsExactly("request 1: 1 of [0]", "request 2: 1 of [1]");
    }

    @Test
    void what_was_measured_of_one_edition_of_a_type_is_not_believed_of_another() {
        HostType little = new HostType("little", 2_000, 100, 0, 0, 100_000, "image-1");
        open(rules(Allocation.PROGRESSIVE, 0, 64), little, LARGE);
        submit(1, 1_000);
        pass(2 * SECOND);
        give(1, "little", "i-1");
        join(little, "i-1", 50);
        act(machine ->
                machine.hostTypes(0, List.of(new HostType("little", 2_000, 100, 0, 0, 100_000, "image-2"), LARGE)));
        pass(2 * SECOND);

        assertThat(said).containsExactly("request 1: 1 of [0]", "request 2: 1 of [0]");
    }

    @Test
    void a_host_that_never_joins_is_replaced() {
        open(rules(Allocation.PROGRESSIVE, 0, 2), SMALL);
        submit(1, 1_000);
        pass(2 * SECOND);
        give(1, "small", "i-1");
        pass(600 * SECOND);

        act(machine -> machine.hostLost(0, "i-1", "it did not join"));
        pass(2 * SECOND);

        assertThat(said).containsExactly("request 1: 1 of [0]", "request 2: 1 of [0]");
    }

    @Test
    void a_host_of_which_nothing_is_heard_is_given_back_after_half_an_hour() {
        open(rules(Allocation.PROGRESSIVE, 0, 2), SMALL);
        submit(1, 1_000);
        pass(2 * SECOND);
        give(1, "small", "i-1");

        pass(1_799 * SECOND);
        assertThat(said).containsExactly("request 1: 1 of [0]");
        pass(2 * SECOND);
        assertThat(said).containsExactly("request 1: 1 of [0]", "end i-1: it has not joined for 1800 s");

        act(machine -> machine.hostLost(0, "i-1", "not there"));
        pass(2 * SECOND);
        assertThat(said).hasSize(3).last().isEqualTo("request 2: 1 of [0]");
    }

    @Test
    void a_job_that_no_type_can_hold_is_refused_with_the_largest() {
        open(rules(Allocation.PROGRESSIVE, 0, 64), SMALL, LARGE);
        SubmitReply[] reply = new SubmitReply[1];

        act(machine -> reply[0] = machine.submit(next++, MachineDriver.job(0, MachineDriver.spec(16_000, 64))));

        assertThat(reply[0])
                .hasToString(
                        "Refused[reason=needs 16 vCPU, 64 MiB memory; environment cloud can be given 2 types of host, and"
                                + " none is large enough; the largest is large with 8 vCPU, 32000 MiB memory]");
    }

    @Test
    void a_job_for_which_only_hosts_beyond_the_bounds_are_large_enough_is_refused() {
        open(rules(Allocation.BEST_FIT, 0, 4), SMALL, LARGE);
        SubmitReply[] reply = new SubmitReply[1];

        act(machine -> reply[0] = machine.submit(next++, MachineDriver.job(0, MachineDriver.spec(3_000, 64))));

        assertThat(reply[0])
                .asString()
                .contains("environment cloud may not have any host that could hold it: large has 8.0 vCPU and costs ")
                .endsWith("and maxVcpus is 4]");
    }

    @Test
    void best_fit_is_the_cheapest_of_those_that_the_bounds_allow() {
        HostType bargain = new HostType("bargain", 8_000, 32_000, 0, 0, 1_000);
        open(rules(Allocation.BEST_FIT, 0, 4), SMALL, bargain);
        submit(1, 1_000);
        pass(2 * SECOND);

        assertThat(said).containsExactly("request 1: 1 of [0]");
    }

    @Test
    void a_type_that_is_too_dear_for_the_bounds_is_not_among_those_alike() {
        open(new ScalingRules(Allocation.ALIKE, 0, 64_000, 100, 800_000, IDLE), LARGE, DEAR, SMALL);
        submit(2, 8_000);
        pass(2 * SECOND);

        assertThat(said).containsExactly("request 1: 2 of [0]");
    }

    @Test
    void what_hosts_cost_is_counted_from_their_launch_to_their_end() {
        open(rules(Allocation.PROGRESSIVE, 0, 64), SMALL);
        submit(1, 1_000);
        pass(2 * SECOND);
        give(1, "small", "i-1");
        pass(1_800 * SECOND);
        var provisioning = driver.machine().state().environments().get(0).provisioning();
        assertThat(provisioning.cost(driver.now())).isEqualTo(50_000);

        act(machine -> machine.hostLost(0, "i-1", "gone"));

        assertThat(provisioning.spent()).isEqualTo(50_001); // a microsecond later, rounded up
    }
}
