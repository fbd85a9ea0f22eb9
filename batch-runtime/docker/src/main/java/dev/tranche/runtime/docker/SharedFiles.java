package dev.tranche.runtime.docker;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Finds out whether an engine sees the same files as we do, so that a directory of ours can be mounted into a container. */
final class SharedFiles {
    private static final String DIRECTORY = "/work";

    private SharedFiles() {}

    /**
     * Looks at a file of ours through the engine's eyes, in a container that is never started.
     *
     * @param file a file
     * @param content its content, which no other file has
     */
    static boolean sees(ContainerEngine engine, Labels labels, Path file, byte[] content) {
        Mount mount = new Mount()
                .withType(MountType.BIND)
                .withSource(String.valueOf(file.getParent()))
                .withTarget(DIRECTORY)
                .withReadOnly(true);
        HostConfig host = HostConfig.newHostConfig().withMounts(List.of(mount));
        String container;
        try {
            container = NeverStarted.create(
                    engine,
                    request -> request.withLabels(NeverStarted.labels(labels)).withHostConfig(host));
        } catch (EngineRefusedException noSuchDirectoryThere) {
            return false;
        }
        try {
            return engine.copyFrom(container, DIRECTORY + "/" + file.getFileName())
                    .flatMap(Tar::firstFile)
                    .map(seen -> Arrays.equals(seen, content))
                    .orElse(false);
        } catch (EngineRefusedException cannotBeSeen) {
            return false;
        } finally {
            engine.remove(container);
        }
    }
}
