package dev.tranche.model;

/**
 * Some nodes of a multi-node job that run the same; AWS: {@code nodeProperties.nodeRangeProperties[]}. Where ranges
 * overlap, the one written last counts.
 */
public final class NodeRange extends Value {
    private final Spec spec;

    record Spec(int from, int to, JobDefinition definition) {}

    NodeRange(int from, int to, JobDefinition definition) {
        this.spec = new Spec(from, to, definition);
    }

    @Override
    Spec spec() {
        return spec;
    }

    /**
     * The first node; AWS: {@code targetNodes}, before the colon.
     *
     * @return from 0
     */
    public int from() {
        return spec.from();
    }

    /**
     * The last node; AWS: {@code targetNodes}, behind the colon.
     *
     * @return at least {@link #from}
     */
    public int to() {
        return spec.to();
    }

    /**
     * What these nodes run and how much each needs; AWS: {@code container} or {@code ecsProperties}.
     *
     * @return the definition of one node
     */
    public JobDefinition definition() {
        return spec.definition();
    }

    NodeRange with(JobDefinition other) {
        return new NodeRange(from(), to(), other);
    }

    String path() {
        return "nodes " + from() + ":" + to();
    }

    boolean contains(int node) {
        return from() <= node && node <= to();
    }

    @Override
    public String toString() {
        return from() + ":" + to() + " " + definition();
    }
}
