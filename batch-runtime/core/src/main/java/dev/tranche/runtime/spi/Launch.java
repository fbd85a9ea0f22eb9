package dev.tranche.runtime.spi;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt to start: everything resolved, secrets included. Therefore it has no readable {@code toString}, no equality,
 * and goes nowhere but to the backend.
 */
public final class Launch {
    private final AttemptId attempt;
    private final HostId host;
    private final String jobName;
    private final JobDefinition definition;
    private final Map<String, String> environment;
    private final Map<String, String> secrets;
    private final Map<String, Map<String, String>> containerSecrets;
    private final Optional<JobId> run;
    private final Optional<Node> node;
    private final Optional<Instant> placedAt;

    /**
     * Puts a launch together; the maps are copied in their order.
     *
     * @param attempt the identity of the attempt
     * @param host the host that the scheduler chose
     * @param jobName the job's name, for people who look at processes and containers
     * @param definition the definition with all overrides and parameters applied
     * @param environment the variables of the definition and AWS's ({@code AWS_BATCH_JOB_ID} …)
     * @param secrets the variables whose values are secret, resolved
     * @param run the workflow run whose jobs share {@code $TRANCHE_RUN_DIR}, if the job belongs to one
     */
    public Launch(
            AttemptId attempt,
            HostId host,
            String jobName,
            JobDefinition definition,
            Map<String, String> environment,
            Map<String, String> secrets,
            Optional<JobId> run) {
        this(attempt, host, jobName, definition, environment, secrets, Map.of(), run, Optional.empty());
    }

    /**
     * Puts the launch of several containers, or of a node of a multi-node job, together; the maps are copied in their order.
     *
     * @param attempt the identity of the attempt
     * @param host the host that the scheduler chose
     * @param jobName the job's name, for people who look at processes and containers
     * @param definition the definition of the node with all overrides and parameters applied
     * @param environment the variables of the definition and AWS's ({@code AWS_BATCH_JOB_ID} …)
     * @param secrets the variables whose values are secret, resolved
     * @param containerSecrets those of each container by its name, if the job has several
     * @param run the workflow run whose jobs share {@code $TRANCHE_RUN_DIR}, if the job belongs to one
     * @param node which node it is, if the job has several
     */
    public Launch(
            AttemptId attempt,
            HostId host,
            String jobName,
            JobDefinition definition,
            Map<String, String> environment,
            Map<String, String> secrets,
            Map<String, Map<String, String>> containerSecrets,
            Optional<JobId> run,
            Optional<Node> node) {
        this(
                attempt,
                host,
                jobName,
                definition,
                copy(environment),
                copy(secrets),
                copies(containerSecrets),
                run,
                node,
                Optional.empty());
    }

    private Launch(
            AttemptId attempt,
            HostId host,
            String jobName,
            JobDefinition definition,
            Map<String, String> environment,
            Map<String, String> secrets,
            Map<String, Map<String, String>> containerSecrets,
            Optional<JobId> run,
            Optional<Node> node,
            Optional<Instant> placedAt) {
        this.attempt = attempt;
        this.host = host;
        this.jobName = jobName;
        this.definition = definition;
        this.environment = environment;
        this.secrets = secrets;
        this.containerSecrets = containerSecrets;
        this.run = run;
        this.node = node;
        this.placedAt = placedAt;
    }

    /**
     * The same launch with the time at which the scheduler chose the host.
     *
     * @param at when, by the clock of this machine
     * @return a launch that says so
     */
    public Launch placedAt(Instant at) {
        return new Launch(
                attempt, host, jobName, definition, environment, secrets, containerSecrets, run, node, Optional.of(at));
    }

    private static Map<String, Map<String, String>> copies(Map<String, Map<String, String>> values) {
        Map<String, Map<String, String>> copies = new LinkedHashMap<>();
        values.forEach((container, each) -> copies.put(container, copy(each)));
        return Collections.unmodifiableMap(copies);
    }

    private static Map<String, String> copy(Map<String, String> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The identity under which this is started, once.
     *
     * @return the attempt
     */
    public AttemptId attempt() {
        return attempt;
    }

    /**
     * The host that the scheduler chose.
     *
     * @return the host
     */
    public HostId host() {
        return host;
    }

    /**
     * When the scheduler chose the host: no attempt to start this was made before. Of an attempt that an earlier opening of the
     * runtime may have started, that may be long ago.
     *
     * @return the time by the clock of this machine; empty if nobody said it
     */
    public Optional<Instant> placedAt() {
        return placedAt;
    }

    /**
     * The job's name.
     *
     * @return the name, at most 128 characters
     */
    public String jobName() {
        return jobName;
    }

    /**
     * What to run, with all overrides and parameters applied.
     *
     * @return the definition
     */
    public JobDefinition definition() {
        return definition;
    }

    /**
     * The environment variables without the secret ones.
     *
     * @return name to value, in order
     */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * The environment variables whose values must reach nobody but the program.
     *
     * @return name to value, in order
     */
    public Map<String, String> secrets() {
        return secrets;
    }

    /**
     * The same of one of several containers: those of the job that it does not say anew itself, and its own.
     *
     * @param container the name of the container
     * @return name to value; empty if it has none
     */
    public Map<String, String> secrets(String container) {
        return containerSecrets.getOrDefault(container, Map.of());
    }

    /**
     * The workflow run whose jobs share a directory.
     *
     * @return the identity of the run, empty for a single job
     */
    public Optional<JobId> run() {
        return run;
    }

    /**
     * Which node of a multi-node job this is. Nodes other than the main node are launched when that runs.
     *
     * @return the node, empty for a job of one node
     */
    public Optional<Node> node() {
        return node;
    }

    /**
     * A node of a multi-node job. AWS's variables for nodes are set already, but for {@code
     * AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS} of the nodes that are not the main node: only the backend knows where
     * the main node runs.
     *
     * @param index the index of the node, from 0
     * @param count how many nodes there are
     * @param mainIndex the index of the main node
     * @param mainAttempt the attempt of the main node, which runs
     */
    public record Node(int index, int count, int mainIndex, AttemptId mainAttempt) {
        /** The variable that tells a node the address of the main node. */
        public static final String MAIN_ADDRESS = "AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS";

        /**
         * Whether it is the main node.
         *
         * @return true for the main node
         */
        public boolean isMain() {
            return index == mainIndex;
        }
    }
}
