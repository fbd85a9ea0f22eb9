package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.Launch;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The nodes of multi-node jobs: each is an attempt of its own, and all but the main node know where that runs. */
abstract class NodesContract extends ContractTopic {
    private static final String PRINT_ADDRESS = "echo \"${" + Launch.Node.MAIN_ADDRESS + "-none}\"";

    NodesContract(OpenBackend subject) {
        super(subject);
    }

    @Test
    void every_node_but_the_main_node_is_told_the_address_of_the_main_node() {
        assume(Capability.MULTI_NODE);
        JobId job = next().job();
        AttemptId main = new AttemptId(job.child(1), 1);
        AttemptId other = new AttemptId(job.child(0), 1);

        launchNode(main, 1, PRINT_ADDRESS + "; sleep 600");
        awaitLine(main, "none");
        launchNode(other, 1, PRINT_ADDRESS);

        assertThat(end(other)).satisfies(exited(0));
        assertThat(out(other).strip()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
        backend.stop(main, NO_GRACE);
        // by the SIGTERM or by the SIGKILL, whichever came first
        assertThat(end(main)).isNotInstanceOfAny(AttemptEnd.StartFailed.class, AttemptEnd.Unknown.class);
    }

    @Test
    void the_nodes_of_a_job_have_ends_and_logs_of_their_own() {
        assume(Capability.MULTI_NODE);
        JobId job = next().job();
        AttemptId main = new AttemptId(job.child(0), 1);
        AttemptId other = new AttemptId(job.child(1), 1);

        launchNode(main, 0, "echo main; exit 3");
        launchNode(other, 0, "echo other; exit 4");

        assertThat(end(main)).satisfies(exited(3));
        assertThat(end(other)).satisfies(exited(4));
        assertThat(out(main)).isEqualTo("main\n");
        assertThat(out(other)).isEqualTo("other\n");
    }

    private void launchNode(AttemptId attempt, int mainIndex, String script) {
        int index = attempt.job().index();
        AttemptId main = new AttemptId(attempt.job().parent().child(mainIndex), attempt.number());
        backend.launch(new Launch(
                attempt,
                host(),
                "contract",
                build(shell(script)),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.of(new Launch.Node(index, 2, mainIndex, main))));
    }
}
