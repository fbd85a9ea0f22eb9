package dev.tranche.runtime;

/** The handle of a multi-node job. */
final class SubmittedGang extends SubmittedJob implements MultiNodeJobHandle {
    private final LiveGang gang;

    SubmittedGang(LiveGang gang, Door door) {
        super(gang, door);
        this.gang = gang;
    }

    @Override
    public int nodes() {
        return gang.size();
    }

    @Override
    public int mainNode() {
        return gang.mainNode();
    }

    @Override
    public JobHandle node(int index) {
        if (index < 0 || index >= nodes()) {
            throw new IllegalArgumentException(
                    "multi-node job " + gang.facts().name() + " has the nodes 0 to " + (nodes() - 1) + ": " + index);
        }
        return new SubmittedJob(gang.node(index), door());
    }
}
