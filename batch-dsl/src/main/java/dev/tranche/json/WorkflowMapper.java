package dev.tranche.json;

import com.google.common.collect.ImmutableSet;
import dev.tranche.model.ArrayJobRequest;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.Predecessor;
import dev.tranche.model.Submission;
import dev.tranche.model.Workflow;
import dev.tranche.model.WorkflowBuilder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A workflow; AWS has none. Its definitions, queues and jobs are shaped as AWS has them. */
final class WorkflowMapper {
    private WorkflowMapper() {}

    static void write(Workflow workflow, ShapeWriter out) {
        var catalogue = new Catalogue(workflow.jobs());
        out.text("workflowName", workflow.name());
        out.duration("timeout", workflow.timeout());
        out.number("stopAfterFailures", workflow.stopAfterFailures());
        out.objects("jobDefinitions", Shape.REGISTER_JOB_DEFINITION, catalogue.definitions(), DefinitionMapper::write);
        out.objects("jobQueues", Shape.CREATE_JOB_QUEUE, catalogue.queues(), JobQueueMapper::write);
        out.objects("jobs", Shape.SUBMIT_JOB, workflow.jobs(), new SubmissionMapper(catalogue)::write);
    }

    static Workflow read(ShapeReader in) {
        References known = in.node().references();
        for (Node node : named(in, "jobDefinitions", "jobDefinitionName").values()) {
            known = known.definition(node.object(Shape.REGISTER_JOB_DEFINITION, DefinitionMapper::read));
        }
        for (Node node : named(in, "jobQueues", "jobQueueName").values()) {
            known = known.jobQueue(node.object(Shape.CREATE_JOB_QUEUE, JobQueueMapper::read));
        }
        WorkflowBuilder workflow = in.make("workflowName", Node::text, Workflow::named);
        in.say("timeout", Node::duration, workflow::timeout);
        in.say("stopAfterFailures", Node::number, workflow::stopAfterFailures);
        Map<String, Node> jobs = named(in, "jobs", "jobName");
        Map<String, Predecessor> added = new HashMap<>();
        for (Node job : WorkflowOrder.of(jobs)) {
            Submission read = job.knowing(known)
                    .object(Shape.SUBMIT_JOB, one -> SubmissionMapper.read(one, id -> predecessor(id, jobs, added)));
            added.put(read.name(), job.at(() -> add(read, workflow)));
        }
        return in.node().at(workflow::build);
    }

    /** The elements of a list, by their names, of which none may be there twice. */
    private static Map<String, Node> named(ShapeReader in, String list, String nameOfEach) {
        Map<String, Node> byName = new LinkedHashMap<>();
        for (Node node : in.elements(list)) {
            Node name = new ShapeReader(node, Shape.OURS).get(nameOfEach);
            if (byName.putIfAbsent(name.text(), node) != null) {
                throw name.refused("stands there twice: '" + name.text() + "'");
            }
        }
        return byName;
    }

    /** A job of the workflow by its name, or one that has been submitted by its id. */
    private static Predecessor predecessor(Node id, Map<String, Node> jobs, Map<String, Predecessor> added) {
        Predecessor found = added.get(id.text());
        if (found != null) {
            return found;
        }
        try {
            return DependencyMapper.submitted(id);
        } catch (JsonRefusedException e) {
            String meant = Spelling.closest(id.text(), ImmutableSet.copyOf(jobs.keySet()))
                    .map(close -> "; is '" + close + "' meant?")
                    .orElse("");
            throw id.refused("no job of the workflow has this name: '" + id.text() + "'" + meant);
        }
    }

    private static Predecessor add(Submission job, WorkflowBuilder workflow) {
        if (job instanceof ArrayJobRequest array) {
            return workflow.add(array);
        }
        return job instanceof MultiNodeJobRequest nodes ? workflow.add(nodes) : workflow.add((JobRequest) job);
    }
}
