package dev.tranche.json;

import dev.tranche.model.ArrayJobRequest;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.Submission;

/**
 * A request, as AWS submits it. It names its definition and its queue; those that a workflow does not list stand with
 * the request, under {@code tranche}. A request without a queue has no {@code jobQueue}: whoever submits it says where.
 */
final class SubmissionMapper {
    private static final SubmissionMapper ALONE = new SubmissionMapper(Catalogue.NONE);

    private final Catalogue catalogue;

    /** For jobs of a workflow that lists this. */
    SubmissionMapper(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    static void writeAlone(Submission job, ShapeWriter out) {
        ALONE.write(job, out);
    }

    void write(Submission job, ShapeWriter out) {
        Object definition = Catalogue.definition(job);
        out.text("jobName", job.name());
        out.text("jobQueue", job.queue().map(JobQueue::name));
        out.text("jobDefinition", Catalogue.name(definition));
        out.text("shareIdentifier", job.share());
        if (job instanceof ArrayJobRequest array) {
            out.object("arrayProperties", Shape.ARRAY_PROPERTIES, array, SubmissionMapper::writeArray);
        }
        boolean sequential = job instanceof ArrayJobRequest array && array.isSequential();
        DependencyMapper.write(job.dependencies(), sequential, catalogue, out);
        writeOverrides(job, out);
        out.text("clientToken", job.clientToken());
        out.flag("held", job.isHeld());
        if (!catalogue.lists(definition)) {
            out.object("definition", Shape.REGISTER_JOB_DEFINITION, definition, DefinitionMapper::write);
        }
        job.queue()
                .filter(queue -> !catalogue.lists(queue))
                .ifPresent(queue -> out.object("queue", Shape.CREATE_JOB_QUEUE, queue, JobQueueMapper::write));
    }

    private static void writeArray(ArrayJobRequest array, ShapeWriter out) {
        out.number("size", array.size());
        out.number("stopAfterFailures", array.stopAfterFailures());
    }

    private static void writeOverrides(Submission job, ShapeWriter out) {
        if (job instanceof JobRequest one) {
            JobOverridesMapper.write(one.overrides(), one.definition(), out);
        } else if (job instanceof ArrayJobRequest array) {
            writeOverrides(array.each(), out);
        } else if (job instanceof MultiNodeJobRequest nodes) {
            NodeOverridesMapper.write(nodes, out);
        }
    }

    /** Reads a request that is no part of a workflow: it can wait for jobs that have been submitted. */
    static Submission readAlone(ShapeReader in) {
        return read(in, DependencyMapper::submitted);
    }

    static Submission read(ShapeReader in, DependencyMapper.Predecessors predecessors) {
        Object definition = readDefinition(in);
        var waits = new DependencyMapper.Read(in, predecessors);
        return definition instanceof MultiNodeJobDefinition nodes
                ? readNodes(in, nodes, waits)
                : readJob(in, (JobDefinition) definition, waits);
    }

    private static Object readDefinition(ShapeReader in) {
        Node name = in.get("jobDefinition");
        Object definition = in.object("definition", Shape.REGISTER_JOB_DEFINITION, DefinitionMapper::read)
                .or(() -> name.references().definition(name.text()))
                .orElseThrow(() ->
                        name.refused("no such job definition is known: '" + name.text() + "'; give it as a reference"));
        if (!Catalogue.name(definition).equals(References.withoutRevision(name.text()))) {
            throw name.refused("contradicts tranche.definition, which is " + Catalogue.name(definition));
        }
        return definition;
    }

    private static JobQueue readQueue(ShapeReader in, Node name) {
        JobQueue queue = in.object("queue", Shape.CREATE_JOB_QUEUE, JobQueueMapper::read)
                .or(() -> name.references().jobQueue(name.text()))
                .orElseThrow(() ->
                        name.refused("no such job queue is known: '" + name.text() + "'; give it as a reference"));
        if (!queue.name().equals(References.name(name.text()))) {
            throw name.refused("contradicts tranche.queue, which is " + queue.name());
        }
        return queue;
    }

    private static Submission readJob(ShapeReader in, JobDefinition definition, DependencyMapper.Read waits) {
        JobRequest named = in.make("jobName", Node::text, name -> JobRequest.of(name, definition));
        JobRequest request = RequestWords.JOB.read(in, waits, named, SubmissionMapper::readQueue);
        JobRequest changed =
                in.node().at(() -> request.override(words -> JobOverridesMapper.read(in, definition, words)));
        if (in.has("arrayProperties")) {
            return in.get("arrayProperties").object(Shape.ARRAY_PROPERTIES, array -> readArray(array, changed, waits));
        }
        if (waits.isSequential() || !waits.afterEach().isEmpty()) {
            throw in.get("dependsOn").refused("only an array job has N_TO_N and SEQUENTIAL");
        }
        return changed;
    }

    private static ArrayJobRequest readArray(ShapeReader in, JobRequest each, DependencyMapper.Read waits) {
        ArrayJobRequest array = in.make("size", Node::number, each::array);
        for (DependencyMapper.Each other : waits.afterEach()) {
            ArrayJobRequest sofar = array;
            array = other.node().at(() -> sofar.afterEach(other.array(sofar.size())));
        }
        ArrayJobRequest ordered = waits.isSequential() ? array.sequential() : array;
        return in.changed(ordered, "stopAfterFailures", Node::number, ArrayJobRequest::stopAfterFailures);
    }

    private static Submission readNodes(
            ShapeReader in, MultiNodeJobDefinition definition, DependencyMapper.Read waits) {
        if (waits.isSequential() || !waits.afterEach().isEmpty()) {
            throw in.get("dependsOn").refused("only an array job has N_TO_N and SEQUENTIAL");
        }
        MultiNodeJobRequest named = in.make("jobName", Node::text, name -> MultiNodeJobRequest.of(name, definition));
        MultiNodeJobRequest request = RequestWords.NODES.read(in, waits, named, SubmissionMapper::readQueue);
        return NodeOverridesMapper.read(in, definition, request);
    }
}
