package dev.tranche.runtime;

import dev.tranche.model.JobDefinition;
import java.nio.charset.StandardCharsets;

/**
 * The document that a spec was compiled from, which is what makes two specs the same. The text of a definition names
 * everything that it says, and secrets by reference only; it becomes the canonical JSON with the first journal, which has
 * to read it back.
 */
final class SpecDocuments {
    private SpecDocuments() {}

    static byte[] of(JobDefinition definition) {
        return definition.toString().getBytes(StandardCharsets.UTF_8);
    }
}
