package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.model.MultiNodeJobDefinition;
import java.util.Objects;

/** A multi-node job. Its attempts, as they are shown, are those of its main node. */
final class LiveGang extends LiveJob {
    private final LiveNode[] nodes;
    private final int mainNode;

    // loop only: the attempt whose nodes have all been launched
    private int launched;

    LiveGang(JobFacts facts, long submittedAt) {
        super(facts, JobId.NO_INDEX, JobSnapshot.submitted(facts, JobId.NO_INDEX, submittedAt));
        MultiNodeJobDefinition definition = Objects.requireNonNull(facts.nodes());
        mainNode = definition.mainNode();
        nodes = new LiveNode[definition.nodes()];
        for (int index = 0; index < nodes.length; index++) {
            nodes[index] = new LiveNode(this, index);
        }
    }

    int size() {
        return nodes.length;
    }

    int mainNode() {
        return mainNode;
    }

    LiveNode node(int index) {
        return nodes[index];
    }

    @Override
    long microDollars(long now) {
        long sum = 0;
        for (LiveNode node : nodes) {
            sum += node.microDollars(now);
        }
        return sum;
    }

    /** Tells those who wait for nodes. */
    void settleNodes() {
        for (LiveNode node : nodes) {
            node.signalIfWaitedFor();
        }
    }

    // ---- loop only

    /** Notes that the nodes beside the main node have been launched. */
    void launched(int attempt) {
        launched = attempt;
    }

    /** Whether a node has been handed to its backend in an attempt. */
    boolean isLaunched(int index, int attempt) {
        return index == mainNode || launched == attempt;
    }
}
