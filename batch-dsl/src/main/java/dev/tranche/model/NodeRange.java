package dev.tranche.model;

import java.util.Optional;

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

    boolean covers(NodeRange other) {
        return from() <= other.from() && other.to() <= to();
    }

    /**
     * What is left of this range where a later one counts; nothing if that covers it. One that lies inside takes nothing
     * away: it is the narrower, which AWS prefers too.
     */
    Optional<NodeRange> under(NodeRange later) {
        if (later.covers(this)) {
            return Optional.empty();
        }
        boolean apart = later.to() < from() || to() < later.from();
        if (apart || covers(later)) {
            return Optional.of(this);
        }
        return Optional.of(
                later.from() <= from()
                        ? new NodeRange(later.to() + 1, to(), definition())
                        : new NodeRange(from(), later.from() - 1, definition()));
    }

    @Override
    public String toString() {
        return from() + ":" + to() + " " + definition();
    }
}
