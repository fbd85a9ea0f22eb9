package dev.tranche.runtime;

import dev.tranche.model.ContainerGroup;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.Secret;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The secrets of a definition that the resolver of a runtime cannot look up, however it is asked. */
final class UnsupportedSecrets {
    private final SecretResolver resolver;
    private final Set<String> sentences = new LinkedHashSet<>();

    private UnsupportedSecrets(SecretResolver resolver) {
        this.resolver = resolver;
    }

    /** A sentence for each of them, if there are any. */
    static Optional<String> in(JobDefinition definition, SecretResolver resolver) {
        var found = new UnsupportedSecrets(resolver);
        found.look(definition.secrets());
        if (definition.program() instanceof ContainerGroup group) {
            group.containers().forEach(container -> found.look(container.secrets()));
        }
        return Optional.of(String.join("; ", found.sentences)).filter(all -> !all.isEmpty());
    }

    private void look(Map<String, Secret> references) {
        references.forEach((variable, reference) -> {
            if (!resolver.supports(reference)) {
                sentences.add("secret " + variable + " is in " + reference.source()
                        + ", which needs a secretResolver that supports it");
            }
        });
    }
}
