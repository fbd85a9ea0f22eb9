package dev.tranche.json;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.FairSharePolicy;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.Submission;
import dev.tranche.model.Workflow;

/** Writes any value, and reads one of the same kind. */
final class Documents {
    private Documents() {}

    static String write(Object value) {
        if (value instanceof JobDefinition definition) {
            return BatchJson.write(definition);
        } else if (value instanceof MultiNodeJobDefinition definition) {
            return BatchJson.write(definition);
        } else if (value instanceof Submission job) {
            return BatchJson.write(job);
        } else if (value instanceof Workflow workflow) {
            return BatchJson.write(workflow);
        } else if (value instanceof JobQueue queue) {
            return BatchJson.write(queue);
        } else if (value instanceof ComputeEnvironment environment) {
            return BatchJson.write(environment);
        } else if (value instanceof ConsumableResource resource) {
            return BatchJson.write(resource);
        }
        return BatchJson.write((FairSharePolicy) value, "policy");
    }

    static Object readLike(Object value, String json) {
        if (value instanceof JobDefinition) {
            return BatchJson.readJobDefinition(json);
        } else if (value instanceof MultiNodeJobDefinition) {
            return BatchJson.readMultiNodeJobDefinition(json);
        } else if (value instanceof Submission) {
            return BatchJson.readSubmission(json);
        } else if (value instanceof Workflow) {
            return BatchJson.readWorkflow(json);
        } else if (value instanceof JobQueue) {
            return BatchJson.readJobQueue(json);
        } else if (value instanceof ComputeEnvironment) {
            return BatchJson.readComputeEnvironment(json);
        } else if (value instanceof ConsumableResource) {
            return BatchJson.readConsumableResource(json);
        }
        return BatchJson.readFairSharePolicy(json);
    }

    /** The name that AWS has for the shape of a document; a workflow has none. */
    static String awsShape(Object value) {
        if (value instanceof JobDefinition || value instanceof MultiNodeJobDefinition) {
            return "RegisterJobDefinitionRequest";
        } else if (value instanceof Submission) {
            return "SubmitJobRequest";
        } else if (value instanceof JobQueue) {
            return "CreateJobQueueRequest";
        } else if (value instanceof ComputeEnvironment) {
            return "CreateComputeEnvironmentRequest";
        } else if (value instanceof ConsumableResource) {
            return "CreateConsumableResourceRequest";
        }
        return "CreateSchedulingPolicyRequest";
    }
}
