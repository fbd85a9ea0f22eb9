package dev.tranche.runtime.local;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.LocalEnvironment;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.files.DirectoryRemoval;
import dev.tranche.runtime.spi.files.OwnerOnly;
import dev.tranche.runtime.spi.files.WorkRoot;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs jobs as processes of this machine: what {@code computeEnvironment("laptop").local()} asks for. Found without being
 * named; name it only to change a setting:
 *
 * <pre>{@code
 * BatchRuntime.inMemory().queues(queue).backend(LocalBackend.factory().outputLimit(mib(1))).open()
 * }</pre>
 *
 * <p>Each attempt is a session of its own with an empty working directory, which is removed after its end. Stopping it, or
 * the end of its main process, ends everything it started, daemons included. The program gets the variables of its
 * definition, AWS's, {@code TRANCHE_ATTEMPT}, in a workflow run {@code TRANCHE_RUN_DIR}, and of the runtime's own
 * environment only {@code PATH}, {@code HOME}, {@code USER}, {@code LOGNAME}, {@code SHELL}, {@code LANG}, {@code LC_ALL},
 * {@code LC_CTYPE}, {@code TZ} and {@code TMPDIR}. Its standard input is empty.
 *
 * <p>CPU and memory are counted, so that no more jobs run than the machine has room for; a program that takes more than it
 * asked for is not held back. Disk is counted the same way.
 *
 * <p>A process of its own, the supervisor, starts the programs, so that nothing of them outlives this process, however it
 * ends. Those of a journaled runtime do outlive it: their supervisor goes on, the next opening of the journal finds it, and
 * it ends itself when nothing runs any more. Needs Linux on a 64-bit processor. Values are immutable; any thread may use them.
 */
public final class LocalBackend implements BackendFactory {
    private static final String KIND = "local";
    private static final String HOST = "localhost";
    private static final int MILLIS = 1_000;
    private static final Map<String, String> BASE = BaseEnvironment.of(System.getenv());
    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(new File("/dev/null"));
    private static final MemorySize DEFAULT_OUTPUT_LIMIT = MemorySize.mib(64);

    private final Path workDirectory;
    private final MemorySize outputLimit;

    /** The backend with its defaults; for {@link java.util.ServiceLoader}. */
    public LocalBackend() {
        this(Path.of(System.getProperty("java.io.tmpdir")), DEFAULT_OUTPUT_LIMIT);
    }

    private LocalBackend(Path workDirectory, MemorySize outputLimit) {
        this.workDirectory = workDirectory;
        this.outputLimit = outputLimit;
    }

    /**
     * The backend with its defaults.
     *
     * @return a factory to be given to a runtime, as it is or with other settings
     */
    public static LocalBackend factory() {
        return new LocalBackend();
    }

    /**
     * Another place for working directories, logs and run directories.
     *
     * @param directory where the directory of each runtime is made, readable for its owner only; made if it is not there. By
     *     default {@code java.io.tmpdir}. For a journaled runtime the same at each opening, and one that nobody clears
     * @return a factory with this setting
     */
    public LocalBackend workDirectory(Path directory) {
        return new LocalBackend(directory, outputLimit);
    }

    /**
     * How much an attempt may write to its standard output, and as much to its standard error, before it is killed. It is
     * looked at a few times a second, so a program that writes 1 GB/s can exceed it by some 200 MB.
     *
     * @param limit the size; by default 64 MiB
     * @return a factory with this setting
     */
    public LocalBackend outputLimit(MemorySize limit) {
        return new LocalBackend(workDirectory, limit);
    }

    @Override
    public String kind() {
        return KIND;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the environment is not a local one
     * @throws UnsupportedOperationException if this machine is not one that can be served
     */
    @Override
    public Backend open(ComputeEnvironment environment, BackendContext context) {
        if (!(environment instanceof LocalEnvironment local)) {
            throw new IllegalArgumentException("not a local environment: " + environment.name());
        }
        checkCanServe(local);
        SupervisorCommandLine commandLine = SupervisorCommandLine.ofThisProcess();
        try {
            Path parent = Files.createDirectories(workDirectory).toRealPath();
            Capacity capacity = capacity(local, parent);
            ProcessBackend backend = backend(local, context, commandLine, parent);
            backend.open();
            context.reports().hostJoined(new HostId(local.name(), HOST), capacity);
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "environment " + local.name() + ": cannot use " + workDirectory + " as work directory", e);
        }
    }

    private ProcessBackend backend(
            LocalEnvironment local, BackendContext context, SupervisorCommandLine commandLine, Path parent)
            throws IOException {
        boolean journaled = context.journaled();
        WorkRoot root = journaled
                ? WorkRoot.keep(KIND, parent, context.runtimeId(), local.name())
                : WorkRoot.create(KIND, parent, context.runtimeId());
        try {
            AttemptPaths paths = directories(root);
            AttemptEnds ends = new AttemptEnds(outputLimit);
            List<String> command = commandLine.command(paths, outputLimit.bytes(), journaled);
            return new ProcessBackend(
                    local.name(),
                    root,
                    paths,
                    context.reports(),
                    Clock.systemUTC(),
                    BASE,
                    ends,
                    journaled ? new Legacy(root, paths, ends, Clock.systemUTC()) : null,
                    listener -> new SupervisorLink(
                            journaled ? shared(command, paths) : own(command, paths), paths.supervisorLog(), listener));
        } catch (IOException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private static AttemptPaths directories(WorkRoot root) throws IOException {
        AttemptPaths paths = new AttemptPaths(root.path());
        if (!root.isNew()) {
            DirectoryRemoval.remove(paths.spares());
        }
        for (Path each : List.of(paths.attempts(), paths.runs(), paths.spares())) {
            if (!Files.exists(each)) {
                Files.createDirectory(each, OwnerOnly.DIRECTORY);
            }
        }
        if (!Files.exists(paths.supervisorLog())) {
            Files.createFile(paths.supervisorLog(), OwnerOnly.FILE);
        }
        return paths;
    }

    private static Reach own(List<String> command, AttemptPaths paths) {
        return () -> new OwnSupervisor(builder(command, paths).start());
    }

    private static Reach shared(List<String> command, AttemptPaths paths) {
        if (!SupervisorSocket.fits(paths)) {
            throw new IllegalArgumentException("the path of the supervisor's socket is too long for this system: "
                    + paths.socket() + "; choose a shorter workDirectory");
        }
        return () -> SharedSupervisor.reach(
                paths,
                () -> builder(command, paths)
                        .redirectInput(NOTHING)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    private static ProcessBuilder builder(List<String> command, AttemptPaths paths) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(paths.supervisorLog().toFile()));
        builder.environment().clear();
        builder.environment().putAll(supervisorEnvironment());
        return builder;
    }

    /** With the marker, if this process itself is part of an attempt: then the supervisor is too. */
    private static Map<String, String> supervisorEnvironment() {
        Map<String, String> result = new HashMap<>(BASE);
        String marker = System.getenv(ProcessTable.MARKER);
        if (marker != null) {
            result.put(ProcessTable.MARKER, marker);
        }
        return result;
    }

    private static void checkCanServe(LocalEnvironment local) {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new UnsupportedOperationException(
                    "environment " + local.name() + ": the local backend needs Linux, not "
                            + System.getProperty("os.name") + "; use an environment made with docker()");
        }
    }

    private static Capacity capacity(LocalEnvironment local, Path directory) throws IOException {
        Capacity machine = Machine.capacity(directory);
        return new Capacity(
                local.vcpus().isPresent() ? local.vcpus().getAsInt() * MILLIS : machine.millivcpus(),
                local.memory().orElse(machine.memory()),
                machine.gpus(),
                machine.disk());
    }
}
