package dev.tranche.json;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.FairSharePolicy;
import dev.tranche.model.InvalidModelException;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.Submission;
import dev.tranche.model.Workflow;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes the model as AWS-Batch-shaped JSON, and reads it.
 *
 * <pre>{@code
 * String json = BatchJson.write(train);                      // RegisterJobDefinition
 * JobDefinition same = BatchJson.readJobDefinition(json);    // train.equals(same)
 * }</pre>
 *
 * <p>What AWS does not know stands under the key {@code tranche} of an object; without these keys the text is JSON that
 * AWS understands. Documents made for AWS can be read as well; what the model has nothing like is refused by name. A
 * document is at most 16 MiB long and 64 levels deep.
 */
public final class BatchJson {
    private BatchJson() {}

    /**
     * Writes a definition; AWS: {@code RegisterJobDefinition} with {@code type container}.
     *
     * @param definition what to write
     * @return readable JSON
     */
    public static String write(JobDefinition definition) {
        return JsonText.readable(Shape.REGISTER_JOB_DEFINITION, definition, JobDefinitionMapper::write);
    }

    /**
     * Reads a definition of a job on one host.
     *
     * @param json a document as {@code write} has written it
     * @return what was written
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static JobDefinition readJobDefinition(String json) {
        return readJobDefinition(json, References.NONE);
    }

    /**
     * Reads a definition of a job on one host as AWS has it, which names what is not part of the document.
     *
     * @param json the document
     * @param known what names stand for
     * @return what the document says
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static JobDefinition readJobDefinition(String json, References known) {
        return read(() -> JsonText.read(json), known, Shape.REGISTER_JOB_DEFINITION, JobDefinitionMapper::read);
    }

    /**
     * The identity of a definition: its JSON without white space. Equal definitions have equal bytes.
     *
     * @param definition the definition
     * @return JSON in UTF-8
     */
    public static byte[] canonical(JobDefinition definition) {
        return JsonText.compact(Shape.REGISTER_JOB_DEFINITION, definition, JobDefinitionMapper::write);
    }

    /**
     * Reads a definition.
     *
     * @param utf8 what {@link #canonical(JobDefinition)} has written
     * @return the definition
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static JobDefinition readJobDefinition(byte[] utf8) {
        return read(
                () -> JsonText.read(utf8), References.NONE, Shape.REGISTER_JOB_DEFINITION, JobDefinitionMapper::read);
    }

    /**
     * Writes a definition; AWS: {@code RegisterJobDefinition} with {@code type multinode}.
     *
     * @param definition what to write
     * @return readable JSON
     */
    public static String write(MultiNodeJobDefinition definition) {
        return JsonText.readable(Shape.REGISTER_JOB_DEFINITION, definition, MultiNodeJobDefinitionMapper::write);
    }

    /**
     * Reads a definition of a job on several hosts.
     *
     * @param json a document as {@code write} has written it
     * @return what was written
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static MultiNodeJobDefinition readMultiNodeJobDefinition(String json) {
        return readMultiNodeJobDefinition(json, References.NONE);
    }

    /**
     * Reads a definition of a job on several hosts as AWS has it, which names what is not part of the document.
     *
     * @param json the document
     * @param known what names stand for
     * @return what the document says
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static MultiNodeJobDefinition readMultiNodeJobDefinition(String json, References known) {
        return read(
                () -> JsonText.read(json), known, Shape.REGISTER_JOB_DEFINITION, MultiNodeJobDefinitionMapper::read);
    }

    /**
     * The identity of a definition: its JSON without white space. Equal definitions have equal bytes.
     *
     * @param definition the definition
     * @return JSON in UTF-8
     */
    public static byte[] canonical(MultiNodeJobDefinition definition) {
        return JsonText.compact(Shape.REGISTER_JOB_DEFINITION, definition, MultiNodeJobDefinitionMapper::write);
    }

    /**
     * Reads a definition.
     *
     * @param utf8 what {@link #canonical(MultiNodeJobDefinition)} has written
     * @return the definition
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static MultiNodeJobDefinition readMultiNodeJobDefinition(byte[] utf8) {
        return read(
                () -> JsonText.read(utf8),
                References.NONE,
                Shape.REGISTER_JOB_DEFINITION,
                MultiNodeJobDefinitionMapper::read);
    }

    /**
     * Writes a request with its definition, and its queue if it has one; AWS: {@code SubmitJob}.
     *
     * @param job what to write
     * @return readable JSON
     */
    public static String write(Submission job) {
        return JsonText.readable(Shape.SUBMIT_JOB, job, SubmissionMapper::writeAlone);
    }

    /**
     * Reads a request of any kind.
     *
     * @param json a document as {@code write} has written it
     * @return what was written
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static Submission readSubmission(String json) {
        return readSubmission(json, References.NONE);
    }

    /**
     * Reads a request of any kind as AWS has it, which names what is not part of the document.
     *
     * @param json the document
     * @param known what names stand for
     * @return what the document says
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static Submission readSubmission(String json, References known) {
        return read(() -> JsonText.read(json), known, Shape.SUBMIT_JOB, SubmissionMapper::readAlone);
    }

    /**
     * Writes a workflow: {@code workflowName}, {@code jobDefinitions}, {@code jobQueues} and {@code jobs}, of which each
     * says in {@code dependsOn} by name what it waits for.
     *
     * @param workflow what to write
     * @return readable JSON
     */
    public static String write(Workflow workflow) {
        return JsonText.readable(Shape.OURS, workflow, WorkflowMapper::write);
    }

    /**
     * Reads a workflow.
     *
     * @param json a document as {@code write} has written it
     * @return what was written
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static Workflow readWorkflow(String json) {
        return readWorkflow(json, References.NONE);
    }

    /**
     * Reads a workflow as AWS has it, which names what is not part of the document.
     *
     * @param json the document
     * @param known what names stand for
     * @return what the document says
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static Workflow readWorkflow(String json, References known) {
        return read(() -> JsonText.read(json), known, Shape.OURS, WorkflowMapper::read);
    }

    /**
     * Writes a queue with its environments; AWS: {@code CreateJobQueue}.
     *
     * @param queue what to write
     * @return readable JSON
     */
    public static String write(JobQueue queue) {
        return JsonText.readable(Shape.CREATE_JOB_QUEUE, queue, JobQueueMapper::write);
    }

    /**
     * Reads a queue.
     *
     * @param json a document as {@code write} has written it
     * @return what was written
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static JobQueue readJobQueue(String json) {
        return readJobQueue(json, References.NONE);
    }

    /**
     * Reads a queue as AWS has it, which names what is not part of the document.
     *
     * @param json the document
     * @param known what names stand for
     * @return what the document says
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static JobQueue readJobQueue(String json, References known) {
        return read(() -> JsonText.read(json), known, Shape.CREATE_JOB_QUEUE, JobQueueMapper::read);
    }

    /**
     * Writes an environment; AWS: {@code CreateComputeEnvironment}.
     *
     * @param environment what to write
     * @return readable JSON
     */
    public static String write(ComputeEnvironment environment) {
        return JsonText.readable(Shape.CREATE_COMPUTE_ENVIRONMENT, environment, ComputeEnvironmentMapper::write);
    }

    /**
     * Reads an environment.
     *
     * @param json a document as {@code write} has written it
     * @return what was written
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static ComputeEnvironment readComputeEnvironment(String json) {
        return read(
                () -> JsonText.read(json),
                References.NONE,
                Shape.CREATE_COMPUTE_ENVIRONMENT,
                ComputeEnvironmentMapper::read);
    }

    /**
     * Writes a consumable resource; AWS: {@code CreateConsumableResource}.
     *
     * @param resource what to write
     * @return readable JSON
     */
    public static String write(ConsumableResource resource) {
        return JsonText.readable(Shape.CREATE_CONSUMABLE_RESOURCE, resource, ConsumableResourceMapper::write);
    }

    /**
     * Reads a consumable resource.
     *
     * @param json a document as {@code write} has written it
     * @return what was written
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static ConsumableResource readConsumableResource(String json) {
        return read(
                () -> JsonText.read(json),
                References.NONE,
                Shape.CREATE_CONSUMABLE_RESOURCE,
                ConsumableResourceMapper::read);
    }

    /**
     * Writes a fair-share policy; AWS: {@code CreateSchedulingPolicy}.
     *
     * @param policy what to write
     * @param name the name that AWS wants for it, which the model has not
     * @return readable JSON
     */
    public static String write(FairSharePolicy policy, String name) {
        var named = new SchedulingPolicy(name, policy);
        return JsonText.readable(Shape.CREATE_SCHEDULING_POLICY, named, SchedulingPolicy::write);
    }

    /**
     * Reads a fair-share policy, without its name.
     *
     * @param json a document as {@code write} has written it
     * @return what was written
     * @throws InvalidModelException if the document is something else, with the path to what is wrong
     */
    public static FairSharePolicy readFairSharePolicy(String json) {
        return read(() -> JsonText.read(json), References.NONE, Shape.CREATE_SCHEDULING_POLICY, SchedulingPolicy::read)
                .policy();
    }

    private static <T> T read(
            Supplier<Object> document, References known, Shape shape, Function<ShapeReader, T> mapper) {
        try {
            return new Node("$", document.get(), known).object(shape, mapper);
        } catch (JsonRefusedException e) {
            throw e.toInvalidModel();
        }
    }
}
