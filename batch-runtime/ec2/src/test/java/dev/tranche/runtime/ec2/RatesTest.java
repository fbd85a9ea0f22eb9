package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Calls keep to a share of AWS's rates, with time that passes only where somebody waits. */
class RatesTest {
    private static final double HALF = 0.5;

    private final AtomicLong now = new AtomicLong();
    private final List<Duration> waits = new ArrayList<>();
    private final Rates rates = new Rates("account 1, eu-central-1", HALF, now::get, this::sleep);

    private void sleep(Duration length) {
        waits.add(length);
        now.addAndGet(length.toNanos());
    }

    private void call(String operation, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            rates.await(operation);
        }
    }

    @Test
    void half_of_a_burst_passes_at_once_and_the_rest_at_half_of_the_rate() throws InterruptedException {
        call("RunTask", 50);
        assertThat(waits).isEmpty();

        call("RunTask", 40);
        assertThat(waits).hasSize(40).allMatch(wait -> wait.equals(Duration.ofMillis(50)));
    }

    @Test
    void operations_of_a_group_share_its_rate_and_others_do_not() throws InterruptedException {
        call("RunTask", 30);
        call("StopTask", 20);
        call("DescribeTasks", 50);
        assertThat(waits).isEmpty();

        call("StopTask", 1);
        assertThat(waits).containsExactly(Duration.ofMillis(50));
    }

    @Test
    void task_definitions_are_registered_one_after_the_other() throws InterruptedException {
        call("RegisterTaskDefinition", 3);

        assertThat(waits).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @Test
    void what_was_not_taken_is_there_later_but_never_more_than_a_burst() throws InterruptedException {
        call("RunTask", 50);
        now.addAndGet(Duration.ofDays(1).toNanos());

        call("RunTask", 51);
        assertThat(waits).containsExactly(Duration.ofMillis(50));
    }

    @Test
    void a_group_that_aws_throttles_pauses_twice_as_long_each_time_up_to_a_bound() throws InterruptedException {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rates.throttled("DescribeTasks");
            waits.clear();
            rates.await("ListTasks");
            pauses.add(waits.get(0));
        }

        assertThat(pauses.subList(0, 3))
                .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(pauses.subList(7, 10)).containsOnly(Rates.LONGEST_PAUSE);

        rates.answered("DescribeTasks");
        rates.throttled("DescribeTasks");
        waits.clear();
        rates.await("DescribeTasks");
        assertThat(waits).containsExactly(Duration.ofMillis(250));
    }

    @Test
    void a_wait_is_explained_with_its_numbers() throws InterruptedException {
        call("RunTask", 60);

        assertThat(rates.explain("RunTask"))
                .isEqualTo(
                        "RunTask is called at most 20.0 times a second in account 1, eu-central-1; 0 calls are before"
                                + " it, the next may be made in 0.1 s");
    }

    @Test
    void an_operation_without_a_rate_is_a_mistake_of_ours() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rates.await("RebootInstances"))
                .withMessage("no rate is known of operation RebootInstances");
    }
}
