package dev.tranche.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Containers that are created for what can be put into them and seen through them, and are never started. */
final class NeverStarted {
    /** Their image: empty, since nothing of it ever runs. Made when it is missing, removed when nobody needs it. */
    static final String IMAGE = "tranche-lease:1";

    private static final String CONFIG =
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
    private static final String MANIFEST =
            "[{\"Config\":\"config.json\",\"RepoTags\":[\"" + IMAGE + "\"],\"Layers\":[]}]";
    private static final int MOST_TRIES = 3;

    private NeverStarted() {}

    /** What marks one as ours, and as none of an attempt. */
    static Map<String, String> labels(Labels labels) {
        Map<String, String> all = labels.common();
        all.put(Labels.LEASE, "true");
        return all;
    }

    /**
     * Creates one. Another runtime may take the image away as the last that needs it, just when we have
     * found it.
     */
    static String create(ContainerEngine engine, UnaryOperator<CreateContainerCmd> request) {
        for (int tries = 1; ; tries++) {
            try {
                return engine.create(
                        command -> request.apply(command.withImage(IMAGE).withCmd("never-started")));
            } catch (EngineRefusedException e) {
                if (e.kind() != EngineRefusedException.Kind.NOT_FOUND || tries == MOST_TRIES) {
                    throw e;
                }
                engine.loadImage(image());
            }
        }
    }

    /** As {@code docker save} writes an image, of one that has no layer. */
    private static byte[] image() {
        return new Tar()
                .with("config.json", CONFIG.getBytes(StandardCharsets.UTF_8), Tar.READABLE)
                .with("manifest.json", MANIFEST.getBytes(StandardCharsets.UTF_8), Tar.READABLE)
                .toBytes();
    }

    /** Removes the image if this engine has no such container any more. */
    static void removeImage(ContainerEngine engine) {
        try {
            engine.removeImage(IMAGE);
        } catch (EngineRefusedException stillNeeded) {
            // by the container of another runtime, or it is gone already
        }
    }
}
