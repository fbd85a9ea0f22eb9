package dev.tranche.json;

import dev.tranche.model.ArrayPredecessor;
import dev.tranche.model.Dependency;
import dev.tranche.model.JobId;
import dev.tranche.model.NodeKey;
import dev.tranche.model.Predecessor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * {@code dependsOn}: on AWS the success of jobs, by their ids. In a workflow the name of a job stands in place of an id.
 * What waits for another end than success stands under {@code tranche}: without that key it has to be left out, not to
 * become its opposite. So does what waits for a job of a workflow and stands outside of it: that job has no id yet.
 */
final class DependencyMapper {
    private static final String N_TO_N = "N_TO_N";
    private static final String SEQUENTIAL = "SEQUENTIAL";

    private DependencyMapper() {}

    static void write(List<Dependency> dependencies, boolean sequential, Catalogue catalogue, ShapeWriter out) {
        List<Element> elements = new ArrayList<>();
        List<String> afterAny = new ArrayList<>();
        List<String> afterFailure = new ArrayList<>();
        List<Dependency> outside = new ArrayList<>();
        for (Dependency dependency : dependencies) {
            if (dependency.predecessor() instanceof NodeKey && !catalogue.isOfWorkflow()) {
                outside.add(dependency);
                continue;
            }
            String id = id(dependency.predecessor());
            switch (dependency.kind()) {
                case AFTER -> elements.add(new Element(id, ""));
                case AFTER_EACH -> elements.add(new Element(id, N_TO_N));
                case AFTER_ANY -> afterAny.add(id);
                case AFTER_FAILURE -> afterFailure.add(id);
            }
        }
        if (sequential) {
            elements.add(new Element("", SEQUENTIAL));
        }
        // equal requests have their dependencies in any order, and are to give equal text
        elements.sort(Comparator.comparing(Element::type).thenComparing(Element::id));
        afterAny.sort(Comparator.naturalOrder());
        afterFailure.sort(Comparator.naturalOrder());
        outside.sort(Comparator.comparing(Dependency::toString));
        out.objects("dependsOn", Shape.JOB_DEPENDENCY, elements, DependencyMapper::write);
        out.texts("afterAny", afterAny);
        out.texts("afterFailure", afterFailure);
        out.objects("afterJobsOfWorkflow", Shape.OURS, outside, DependencyMapper::writeOutside);
    }

    private record Element(String id, String type) {}

    private static void write(Element element, ShapeWriter out) {
        if (!element.id().isEmpty()) {
            out.text("jobId", element.id());
        }
        if (!element.type().isEmpty()) {
            out.text("type", element.type());
        }
    }

    private static String id(Object predecessor) {
        return predecessor instanceof NodeKey node ? node.job() : predecessor.toString();
    }

    private static void writeOutside(Dependency dependency, ShapeWriter out) {
        var node = (NodeKey) dependency.predecessor();
        out.text("workflowName", node.workflow());
        out.text("jobName", node.job());
        out.text("kind", dependency.kind().name());
    }

    /** Where what a job waits for is found by its name or id. */
    @FunctionalInterface
    interface Predecessors {
        Predecessor of(Node id);
    }

    /** A job that has been submitted, by its id. */
    static Predecessor submitted(Node node) {
        JobId id = node.at(() -> JobId.parse(node.text()));
        return () -> id;
    }

    /** The names or ids of all that a job waits for. */
    static List<Node> ids(Node job) {
        var in = new ShapeReader(job, Shape.SUBMIT_JOB);
        List<Node> ids = new ArrayList<>();
        in.elements("dependsOn")
                .forEach(each -> new ShapeReader(each, Shape.JOB_DEPENDENCY)
                        .find("jobId")
                        .ifPresent(ids::add));
        ids.addAll(in.elements("afterAny"));
        ids.addAll(in.elements("afterFailure"));
        return ids;
    }

    /** What a request waits for, once it is read. */
    static final class Read {
        private final List<Predecessor> after = new ArrayList<>();
        private final List<Each> afterEach = new ArrayList<>();
        private final List<Predecessor> afterAny = new ArrayList<>();
        private final List<Predecessor> afterFailure = new ArrayList<>();
        private final Predecessors predecessors;
        private boolean sequential;

        Read(ShapeReader in, Predecessors predecessors) {
            this.predecessors = predecessors;
            in.each("dependsOn", Shape.JOB_DEPENDENCY, this::element);
            in.elements("afterAny").forEach(id -> afterAny.add(predecessors.of(id)));
            in.elements("afterFailure").forEach(id -> afterFailure.add(predecessors.of(id)));
            in.each("afterJobsOfWorkflow", Shape.OURS, this::outside);
        }

        private Object element(ShapeReader in) {
            String type = in.find("type", Node::text).orElse("");
            switch (type) {
                case SEQUENTIAL -> sequential = true;
                case N_TO_N -> afterEach.add(in.get("jobId", id -> new Each(id, predecessors.of(id))));
                case "" -> after.add(predecessors.of(in.get("jobId")));
                default -> throw in.get("type").refused("must be " + N_TO_N + " or " + SEQUENTIAL + ": '" + type + "'");
            }
            return type;
        }

        private Object outside(ShapeReader in) {
            String workflow = in.get("workflowName", Node::text);
            Predecessor job = in.make("jobName", Node::text, name -> new JobOutside(NodeKey.of(workflow, name)));
            Dependency.Kind kind = in.get("kind", node -> node.choice(Dependency.Kind.values()));
            switch (kind) {
                case AFTER -> after.add(job);
                case AFTER_EACH -> afterEach.add(new Each(in.node(), job));
                case AFTER_ANY -> afterAny.add(job);
                case AFTER_FAILURE -> afterFailure.add(job);
            }
            return kind;
        }

        List<Predecessor> after() {
            return after;
        }

        List<Predecessor> afterAny() {
            return afterAny;
        }

        List<Predecessor> afterFailure() {
            return afterFailure;
        }

        List<Each> afterEach() {
            return afterEach;
        }

        boolean isSequential() {
            return sequential;
        }
    }

    /** An array whose children are waited for one by one. */
    record Each(Node node, Predecessor found) {
        /** Of one that stands elsewhere the size is taken for right. */
        ArrayPredecessor array(int size) {
            if (found instanceof ArrayPredecessor array) {
                return array;
            }
            if (found instanceof JobOutside || found.key() instanceof JobId) {
                return new ArrayElsewhere(found.key(), size);
            }
            throw node.refused("is not an array job: '" + node.text() + "'");
        }
    }

    private record JobOutside(NodeKey key) implements Predecessor {}

    private record ArrayElsewhere(Object key, int size) implements ArrayPredecessor {}
}
