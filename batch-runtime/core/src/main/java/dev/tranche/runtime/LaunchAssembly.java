package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.Secret;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what a backend needs to start an attempt: AWS's variables are added and secrets looked up. */
final class LaunchAssembly {
    private final Optional<SecretResolver> secrets;

    /**
     * @param secrets looks secrets up; empty for a backend whose engine does that itself
     */
    LaunchAssembly(Optional<SecretResolver> secrets) {
        this.secrets = secrets;
    }

    /** Why secrets of a definition could never be looked up. */
    Optional<String> refusal(JobDefinition definition) {
        return secrets.flatMap(resolver -> UnsupportedSecrets.in(definition, resolver));
    }

    /**
     * The launch of an attempt. On a dispatcher's thread, since looking up a secret may take its time.
     *
     * @throws UnresolvedSecretException if a secret cannot be looked up
     */
    Launch launch(JobSnapshot job, AttemptId attempt, HostId host) {
        Launch launch = new Launch(
                attempt,
                host,
                job.name(),
                job.definition(),
                variables(job, attempt, host),
                resolved(job.definition().secrets()),
                ofContainers(job.definition()),
                job.run(),
                Optional.ofNullable(node(job.facts(), attempt)));
        AttemptSnapshot placed = job.last();
        return placed == null ? launch : launch.placedAt(placed.placedAt());
    }

    private static Launch.@Nullable Node node(JobFacts job, AttemptId attempt) {
        MultiNodeJobDefinition nodes = job.nodes();
        int index = attempt.job().index();
        return nodes == null
                ? null
                : new Launch.Node(
                        index, nodes.nodes(), nodes.mainNode(), job.attempt(JobId.NO_INDEX, attempt.number()));
    }

    private static Map<String, String> variables(JobSnapshot job, AttemptId attempt, HostId host) {
        Map<String, String> variables = new LinkedHashMap<>(job.definition().environment());
        variables.put("AWS_BATCH_JOB_ID", attempt.job().toString());
        variables.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(attempt.number()));
        variables.put("AWS_BATCH_CE_NAME", host.environment());
        variables.put("AWS_BATCH_JQ_NAME", job.queue());
        MultiNodeJobDefinition nodes = job.facts().nodes();
        if (nodes != null) {
            int index = attempt.job().index();
            variables.put("AWS_BATCH_JOB_ID", attempt.job().parent() + "#" + index);
            variables.put("AWS_BATCH_JOB_NODE_INDEX", Integer.toString(index));
            variables.put("AWS_BATCH_JOB_NUM_NODES", Integer.toString(nodes.nodes()));
            variables.put("AWS_BATCH_JOB_MAIN_NODE_INDEX", Integer.toString(nodes.mainNode()));
        } else if (attempt.job().index() != JobId.NO_INDEX) {
            variables.put(
                    "AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(attempt.job().index()));
            variables.put(
                    "AWS_BATCH_JOB_ARRAY_SIZE", Integer.toString(job.facts().arraySize()));
        }
        return variables;
    }

    private Map<String, Map<String, String>> ofContainers(JobDefinition definition) {
        Map<String, Map<String, String>> values = new LinkedHashMap<>();
        if (definition.program() instanceof ContainerGroup group) {
            group.containers().forEach(container -> values.put(container.name(), resolved(container.secrets())));
        }
        return values;
    }

    private Map<String, String> resolved(Map<String, Secret> references) {
        Map<String, String> values = new LinkedHashMap<>();
        secrets.ifPresent(resolver -> references.forEach(
                (variable, reference) -> values.put(variable, resolved(resolver, variable, reference))));
        return values;
    }

    private static String resolved(SecretResolver resolver, String variable, Secret reference) {
        try {
            return resolver.resolve(reference);
        } catch (RuntimeException e) {
            // what a resolver throws may hold a part of the value, so it is not passed on
            throw new UnresolvedSecretException(variable, reference, e.getClass());
        }
    }

    /** A secret cannot be looked up: names the reference and the kind of trouble, never what the resolver said. */
    static final class UnresolvedSecretException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnresolvedSecretException(String variable, Secret reference, Class<?> trouble) {
            super("secret " + variable + " (" + reference.source() + " " + reference.reference()
                    + ") could not be resolved: " + trouble.getSimpleName());
        }
    }
}
