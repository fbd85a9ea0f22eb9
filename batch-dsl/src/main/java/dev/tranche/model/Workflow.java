package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import com.google.common.graph.ElementOrder;
import com.google.common.graph.GraphBuilder;
import com.google.common.graph.ImmutableGraph;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Jobs that wait for one another, as a value. A job can only wait for jobs added before it, so there are no cycles, and
 * the order of the jobs is one in which they can be submitted.
 *
 * <pre>{@code
 * var words   = workflow("words");
 * var counted = words.add(job("count", count).array(8));
 * words.add(job("pack", pack).after(counted));
 * Workflow value = words.build();
 * }</pre>
 */
public final class Workflow extends Value {
    static final Setting<Duration> TIMEOUT = Setting.of("timeout");
    static final Setting<Integer> STOP_AFTER_FAILURES = Setting.of("stop after failures");

    private final Spec spec;

    record Spec(String name, ImmutableList<Submission> jobs, Settings limits) {}

    Workflow(String name, ImmutableList<Submission> jobs, Settings limits) {
        this.spec = new Spec(name, jobs, limits);
    }

    /**
     * Begins a workflow.
     *
     * @param name its name: 1 to 128 letters, digits, {@code -} or {@code _}
     * @return a builder without jobs
     * @throws IllegalArgumentException if the name is not one
     */
    public static WorkflowBuilder named(String name) {
        return new WorkflowChain(Check.name("workflow", name));
    }

    @Override
    Spec spec() {
        return spec;
    }

    /**
     * The name; in JSON {@code workflowName}.
     *
     * @return the name
     */
    public String name() {
        return spec.name();
    }

    /**
     * The jobs; in JSON {@code jobs}.
     *
     * @return the requests in the order they were added, each with a name of its own
     */
    public List<Submission> jobs() {
        return spec.jobs();
    }

    /**
     * How long a run may take, from its acceptance to the end of its last job; in JSON {@code timeout}.
     *
     * @return a positive duration, if set
     */
    public Optional<Duration> timeout() {
        return spec.limits().find(TIMEOUT);
    }

    /**
     * After how many failed jobs a run starts no more; in JSON {@code stopAfterFailures}.
     *
     * @return the number, if set
     */
    public OptionalInt stopAfterFailures() {
        return spec.limits().number(STOP_AFTER_FAILURES);
    }

    /**
     * What waits for what, made anew by every call. Jobs that were submitted before the workflow are not part of it.
     *
     * @return a graph of the names of the jobs, with an edge from each job to each that waits for it
     */
    public ImmutableGraph<String> graph() {
        ImmutableGraph.Builder<String> graph =
                GraphBuilder.directed().incidentEdgeOrder(ElementOrder.stable()).<String>immutable();
        for (Submission job : jobs()) {
            graph.addNode(job.name());
            for (Dependency dependency : job.dependencies()) {
                if (dependency.predecessor() instanceof NodeKey node) {
                    graph.putEdge(node.job(), job.name());
                }
            }
        }
        return graph.build();
    }
}
