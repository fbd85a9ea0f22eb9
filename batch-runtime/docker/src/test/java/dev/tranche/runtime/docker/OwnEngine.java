package dev.tranche.runtime.docker;

import dev.tranche.model.ComputeEnvironment;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * An engine of a test's own, which can be stopped and started again: in a network namespace of its own, so that it leaves
 * the networks of the other one alone. Needs root, {@code dockerd} and {@code unshare}.
 */
final class OwnEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private @Nullable Process engine;

    private OwnEngine(Path directory) {
        this.directory = directory;
    }

    /** Whether this machine can have one. */
    static boolean isPossible() {
        return System.getProperty("user.name").equals("root") && isInstalled("dockerd") && isInstalled("unshare");
    }

    private static boolean isInstalled(String program) {
        return List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin").stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    static OwnEngine start(Path directory) throws IOException {
        OwnEngine own = new OwnEngine(directory);
        own.start();
        own.copyImage();
        return own;
    }

    void start() throws IOException {
        String script = "ip link set lo up 2>/dev/null; exec dockerd --host " + uri() + " --data-root " + directory
                + "/data --exec-root " + directory + "/exec --pidfile " + directory
                + "/docker.pid --bridge=none --iptables=false";
        ProcessBuilder builder = new ProcessBuilder("unshare", "--net", "sh", "-c", script);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + File.pathSeparator + more);
        engine = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("dockerd.log").toFile()))
                .start();
        Awaitility.await().atMost(PATIENCE).until(this::answers);
    }

    private boolean answers() {
        try (ContainerEngine client = client()) {
            return client.time() != null;
        } catch (EngineUnreachableException e) {
            return false;
        }
    }

    private void copyImage() throws IOException {
        Path image = directory.resolve("image.tar");
        run("docker", "save", "-o", image.toString(), Rig.IMAGE);
        run("docker", "-H", uri().toString(), "load", "-i", image.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
    }

    void stop() {
        Process running = Objects.requireNonNull(engine, "the engine was not started");
        running.destroy(); // what has ended already is left alone
        Awaitility.await().atMost(PATIENCE).until(() -> !running.isAlive());
    }

    URI uri() {
        return URI.create("unix://" + directory + "/docker.sock");
    }

    ComputeEnvironment environment() {
        return Rig.environment().toBuilder().engine(uri()).build();
    }

    ContainerEngine client() {
        EngineAddress address = EngineAddress.of(
                        ComputeEnvironment.named("own").docker().engine(uri()).build(), System.getenv())
                .get(0);
        return new DockerJavaEngine(EngineConnection.to(address.name(), address.config()));
    }

    /** Stops it, and takes its mounts away, so that its directory can be removed. */
    @Override
    public void close() throws IOException {
        stop();
        try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
            List<String> inside = mounts.map(mount -> mount.split(" ", -1)[1])
                    .filter(place -> place.startsWith(directory + "/"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (String place : inside) {
                run("umount", "--lazy", place);
            }
        }
    }
}
