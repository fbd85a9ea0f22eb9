package dev.tranche.runtime.docker;

import dev.tranche.model.Container;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.DockerEnvironment.Pull;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.RawSetting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * Says which image a name means now, by its digest: the one that the engine has, or else gets, as the environment pulls. An
 * image that was made on the engine has no digest in any registry; it is named by its id.
 *
 * @param engine who is asked
 * @param pull when images are pulled
 * @param fetch fetches an image, perhaps for another kind of processor than the engine's
 */
record Digests(
        ContainerEngine engine, Pull pull, BiFunction<String, Optional<String>, CompletableFuture<EngineImage>> fetch) {
    /** Begins the name of an image by its id. */
    static final String ID = "sha256:";

    private static final String DIGEST = "@";

    /** How long a submit waits for a pull. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /**
     * A definition with digests for the names of its images.
     *
     * @throws IllegalArgumentException if nobody can say which image is meant
     */
    JobDefinition pinned(JobDefinition definition) {
        if (definition.program() instanceof ContainerProgram container) {
            String pinned = pinned(container.image(), definition.raw());
            return pinned.equals(container.image())
                    ? definition
                    : definition.toBuilder().image(pinned).build();
        }
        return definition.program() instanceof ContainerGroup group ? pinned(definition, group) : definition;
    }

    private JobDefinition pinned(JobDefinition definition, ContainerGroup group) {
        JobDefinitionBuilder changed = definition.toBuilder();
        for (Container container : group.containers()) {
            String pinned = pinned(container.program().image(), container.raw());
            changed = changed.container(container.name(), words -> words.image(pinned));
        }
        return changed.build();
    }

    /**
     * The name of an image by its digest.
     *
     * @param raw what may say for which kind of processor it is
     */
    String pinned(String image, List<RawSetting> raw) {
        if (image.contains(DIGEST) || image.startsWith(ID)) {
            return image;
        }
        try {
            Optional<EngineImage> there = pull == Pull.ALWAYS ? Optional.empty() : engine.image(image);
            return named(
                    image, there.isPresent() ? there.get() : fetched(image, RawFields.text(raw, RawFields.PLATFORM)));
        } catch (EngineRefusedException | EngineUnreachableException | Images.CannotPullException e) {
            throw unknown(image, String.valueOf(e.getMessage()));
        }
    }

    private EngineImage fetched(String image, Optional<String> platform) {
        try {
            return fetch.apply(image, platform).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw unknown(image, String.valueOf((cause == null ? e : Images.cause(cause)).getMessage()));
        } catch (TimeoutException e) {
            throw unknown(image, "its pull has not ended within " + PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(image, "interrupted while it was pulled");
        }
    }

    private static IllegalArgumentException unknown(String image, String why) {
        return new IllegalArgumentException("pinDigests: nobody can say which image " + image + " is now: " + why
                + "; name it by its digest, or leave out pinDigests()");
    }

    private static String named(String image, EngineImage found) {
        String own = ImageReference.parse(image).repository() + DIGEST;
        List<String> digests = found.digests();
        return digests.stream()
                .filter(digest -> digest.startsWith(own))
                .findFirst()
                .orElse(digests.isEmpty() ? found.id() : digests.get(0));
    }
}
