package dev.tranche.dsl;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.Container;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MemorySize;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.Ref;
import dev.tranche.model.Workflow;
import dev.tranche.model.WorkflowBuilder;

/**
 * The first word of every sentence.
 *
 * <pre>{@code
 * import static dev.tranche.dsl.Batch.*;
 *
 * var count = jobDefinition("count").script("wc -w < input").vcpus(1).memory(mib(64)).build();
 * var here  = jobQueue("here").computeEnvironmentOrder(computeEnvironment("laptop").local().build()).build();
 * var words = workflow("words");
 * var counted = words.add(job("count", count).array(8));
 * }</pre>
 *
 * <p>A name is 1 to 128 letters, digits, {@code -} or {@code _}; that of a job begins with a letter or digit. All words
 * refuse other names with an {@link IllegalArgumentException}.
 */
public final class Batch {
    private Batch() {}

    /**
     * Begins the template of a job that runs on one host.
     *
     * @param name the name of the definition
     * @return the next step: what it runs
     */
    public static JobDefinition.NeedsProgram jobDefinition(String name) {
        return JobDefinition.named(name);
    }

    /**
     * Begins the template of a job that runs on several hosts at once.
     *
     * @param name the name of the definition
     * @return the next step: how many nodes, and what they run
     */
    public static MultiNodeJobDefinition.NeedsNodes multiNodeJobDefinition(String name) {
        return MultiNodeJobDefinition.named(name);
    }

    /**
     * Begins one of several containers of a job.
     *
     * @param name the name of the container in the job
     * @return the next step: which image
     */
    public static Container.NeedsImage container(String name) {
        return Container.named(name);
    }

    /**
     * Begins an environment: a place where jobs run.
     *
     * @param name the name of the environment
     * @return the next step: which kind
     */
    public static ComputeEnvironment.NeedsKind computeEnvironment(String name) {
        return ComputeEnvironment.named(name);
    }

    /**
     * Begins a queue: a place where jobs wait.
     *
     * @param name the name of the queue
     * @return the next step: which environments
     */
    public static JobQueue.NeedsEnvironment jobQueue(String name) {
        return JobQueue.named(name);
    }

    /**
     * Something of which there is a limited number, such as licences.
     *
     * @param name the name of the resource
     * @param totalQuantity how many there are, not negative
     * @return the resource, which jobs give back at their end
     */
    public static ConsumableResource consumableResource(String name, long totalQuantity) {
        return ConsumableResource.of(name, totalQuantity);
    }

    /**
     * Begins a workflow.
     *
     * @param name the name of the workflow
     * @return a builder without jobs
     */
    public static WorkflowBuilder workflow(String name) {
        return Workflow.named(name);
    }

    /**
     * One job: a request as its definition says.
     *
     * @param name the name of the job
     * @param definition the template
     * @return the request
     */
    public static JobRequest job(String name, JobDefinition definition) {
        return JobRequest.of(name, definition);
    }

    /**
     * One multi-node job: a request as its definition says.
     *
     * @param name the name of the job
     * @param definition the template
     * @return the request
     */
    public static MultiNodeJobRequest job(String name, MultiNodeJobDefinition definition) {
        return MultiNodeJobRequest.of(name, definition);
    }

    /**
     * The place for the value of a parameter, in a command or in the arguments of an executable.
     *
     * @param parameter the name of the parameter
     * @return the text {@code Ref::parameter}
     */
    public static String ref(String parameter) {
        return Ref.to(parameter);
    }

    /**
     * So many mebibytes (2^20 bytes).
     *
     * @param mebibytes the number of MiB, not negative
     * @return the size
     */
    public static MemorySize mib(long mebibytes) {
        return MemorySize.mib(mebibytes);
    }

    /**
     * So many gibibytes (2^30 bytes).
     *
     * @param gibibytes the number of GiB, not negative
     * @return the size
     */
    public static MemorySize gib(long gibibytes) {
        return MemorySize.gib(gibibytes);
    }
}
