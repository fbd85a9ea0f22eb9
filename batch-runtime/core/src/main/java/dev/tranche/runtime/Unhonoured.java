package dev.tranche.runtime;

import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.Submission;
import java.util.ArrayList;
import java.util.List;

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
    static List<String> in(MultiNodeJobDefinition definition) {
        var found = new Unhonoured();
        if (definition.retryStrategy().moreMemoryFactor().isPresent()) {
            found.words.add("moreMemoryAfterOutOfMemory has no meaning for several nodes, of which none is the one that"
                    + " gets more; give each the memory that it needs and leave the word out");
        }
        return found.words;
    }
}
