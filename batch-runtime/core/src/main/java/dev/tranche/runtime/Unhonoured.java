package dev.tranche.runtime;

import dev.tranche.model.ContainerGroup;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.Secret;
import dev.tranche.model.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The words that can be said and are not honoured yet. Each is refused by its name, at open or at submit: what is ignored
 * is found out in production.
 */
final class Unhonoured {
    private final List<String> words = new ArrayList<>();

    private Unhonoured() {}

    /** The words of a request. */
    static List<String> in(Submission request, boolean inWorkflow) {
        var found = new Unhonoured();
        if (inWorkflow && request.clientToken().isPresent()) {
            found.words.add("clientToken has no meaning inside a workflow");
        }
        return found.words;
    }

    /** The words of a multi-node definition with everything applied. */
    static List<String> in(MultiNodeJobDefinition definition, SecretResolver secrets) {
        var found = new Unhonoured();
        if (definition.retryStrategy().moreMemoryFactor().isPresent()) {
            found.words.add("moreMemoryAfterOutOfMemory has no meaning for several nodes, of which none is the one that"
                    + " gets more; give each the memory that it needs and leave the word out");
        }
        definition.ranges().forEach(range -> found.words.addAll(in(range.definition(), secrets)));
        return found.words.stream().distinct().toList();
    }

    /** The words of a definition with everything applied. */
    static List<String> in(JobDefinition definition, SecretResolver secrets) {
        var found = new Unhonoured();
        found.look(definition.secrets(), secrets);
        if (definition.program() instanceof ContainerGroup group) {
            group.containers().forEach(container -> found.look(container.secrets(), secrets));
        }
        return found.words.stream().distinct().toList();
    }

    private void look(Map<String, Secret> references, SecretResolver secrets) {
        references.forEach((variable, reference) -> {
            if (!secrets.supports(reference)) {
                words.add("secret " + variable + " is in " + reference.source()
                        + ", which needs a secretResolver that supports it");
            }
        });
    }
}
