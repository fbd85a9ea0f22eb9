package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is where: the hosts, attempts by their identity, and what became of them. */
abstract class InventoryContract extends ContractTopic {
    InventoryContract(OpenBackend subject) {
        super(subject);
    }

    @Test
    void a_host_joins_with_room_for_a_job() {
        boolean knowsDisks =
                backend.refusal(build(shell("true").disk(MemorySize.mib(1)))).isEmpty();
        Map<HostId, Capacity> hosts = reports.awaitHosts(1, patience());

        assertThat(hosts).isNotEmpty().allSatisfy((host, capacity) -> {
            assertThat(host.environment()).isEqualTo(environment().name());
            assertThat(capacity.millivcpus()).isPositive();
            assertThat(capacity.memory()).isGreaterThan(MemorySize.mib(4));
            assertThat(capacity.disk().compareTo(MemorySize.mib(1)) > 0).isEqualTo(knowsDisks);
        });
    }

    @Test
    void a_second_launch_of_an_attempt_starts_nothing_and_repeats_the_reports() {
        JobDefinition definition = build(shell("echo once"));
        AttemptId attempt = launch(definition);
        AttemptEnd end = end(attempt);

        launch(attempt, definition, Map.of(), Optional.empty());

        assertThat(reports.awaitEnds(attempt, 2, patience())).containsOnly(end);
        assertThat(reports.awaitStarts(attempt, 2, patience()).stream().distinct())
                .hasSize(1);
        assertThat(out(attempt)).isEqualTo("once\n");
    }

    @Test
    void a_second_launch_while_the_first_runs_starts_nothing() {
        JobDefinition definition = build(shell("echo once; sleep 1000"));
        AttemptId attempt = launch(definition);
        awaitLine(attempt, "once");
        // what it prints can be seen before its start is reported, and only what has been reported can be repeated
        assertThat(reports.awaitStarts(attempt, 1, patience())).hasSize(1);

        launch(attempt, definition, Map.of(), Optional.empty());

        assertThat(reports.awaitStarts(attempt, 2, patience()).stream().distinct())
                .hasSize(1);
        backend.stop(attempt, NO_GRACE);
        assertThat(end(attempt)).isNotNull();
        assertThat(out(attempt)).isEqualTo("once\n");
    }

    @Test
    void attempts_of_one_job_are_apart() {
        AttemptId first = next();
        AttemptId second = new AttemptId(first.job(), 2);
        launch(first, build(shell("echo one; exit 1")), Map.of(), Optional.empty());
        launch(second, build(shell("echo two")), Map.of(), Optional.empty());

        assertThat(end(first)).satisfies(exited(1));
        assertThat(end(second)).satisfies(exited(0));
        assertThat(out(first)).isEqualTo("one\n");
        assertThat(out(second)).isEqualTo("two\n");
    }

    @Test
    void children_of_an_array_are_apart() {
        JobId array = next().job();
        List<AttemptId> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            AttemptId child = new AttemptId(array.child(i), 1);
            children.add(child);
            launch(
                    child,
                    build(shell("echo $AWS_BATCH_JOB_ARRAY_INDEX")),
                    Map.of("AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(i)),
                    Optional.empty());
        }

        for (int i = 0; i < 3; i++) {
            assertThat(end(children.get(i))).satisfies(exited(0));
            assertThat(out(children.get(i))).isEqualTo(i + "\n");
        }
    }

    @Test
    void an_inventory_tells_what_runs_what_ended_and_what_never_started() {
        AttemptId running = launch(shell("echo ready; sleep 1000"));
        AttemptId ended = launch(shell("exit 6"));
        AttemptId unheardOf = next();
        awaitLine(running, "ready");
        assertThat(reports.awaitStarts(running, 1, patience())).hasSize(1);
        AttemptEnd end = end(ended);

        Map<AttemptId, AttemptState> states = backend.inventory(List.of(running, ended, unheardOf))
                .toCompletableFuture()
                .orTimeout(patience().toSeconds(), TimeUnit.SECONDS)
                .join();

        assertThat(states).containsOnlyKeys(running, ended, unheardOf);
        assertThat(states.get(running)).isInstanceOf(AttemptState.Running.class);
        assertThat(states.get(ended)).isEqualTo(new AttemptState.Ended(end));
        assertThat(states.get(unheardOf)).isInstanceOf(AttemptState.NeverStarted.class);
        backend.stop(running, NO_GRACE);
        assertThat(end(running)).isNotNull();
    }
}
