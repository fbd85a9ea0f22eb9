package dev.tranche.runtime.local;

import com.sun.jna.Native;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command that starts a supervisor: the Java that runs this, with a class path of just our jar and JNA's. Both are
 * where this process loaded them from, so it works from jars, from class directories, from a module path, and from an
 * application packed into one ordinary jar; from jars nested in a jar it does not.
 */
record SupervisorCommandLine(String classPath) {
    private static final int FIRST_WITH_NATIVE_ACCESS_WARNING = 22;

    /**
     * The command line for where this process has its classes from.
     *
     * @throws IllegalStateException if classes that the supervisor needs are not in a file of their own
     */
    static SupervisorCommandLine ofThisProcess() {
        Set<String> files = new LinkedHashSet<>();
        for (Class<?> type : List.of(Supervisor.class, Native.class)) {
            files.add(fileOf(type).toString());
        }
        return new SupervisorCommandLine(String.join(File.pathSeparator, files));
    }

    /** The command for a supervisor of attempts in these paths, of a runtime that it outlives or not. */
    List<String> command(AttemptPaths paths, long outputLimitBytes, boolean journaled) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx128m",
                "-XX:+ExitOnOutOfMemoryError",
                // No file of statistics in the temporary directory, and nothing of the JVM between the frames.
                "-XX:-UsePerfData",
                "-XX:+DisplayVMOutputToStderr",
                "-Djna.tmpdir=" + paths.root(),
                "-Djna.nosys=true"));
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS_WARNING) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath, Supervisor.class.getName()));
        command.addAll(List.of(paths.root().toString(), Long.toString(outputLimitBytes)));
        if (journaled) {
            command.add(Supervisor.JOURNALED);
        }
        return command;
    }

    private static Path fileOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        Path file = source == null || source.getLocation() == null ? null : file(source);
        if (file == null || !Files.exists(file)) {
            throw new IllegalStateException(
                    "the local backend starts a second Java process and cannot find the file that "
                            + type.getName() + " was loaded from ("
                            + (source == null ? "no code source" : source.getLocation())
                            + "); put batch-runtime-local and jna on the class path or module path as files of their own, or "
                            + "unpack them from the application's jar");
        }
        return file;
    }

    private static @Nullable Path file(CodeSource source) {
        try {
            URI location = source.getLocation().toURI();
            return "file".equals(location.getScheme()) ? Path.of(location) : null;
        } catch (URISyntaxException | IllegalArgumentException notAFile) {
            return null;
        }
    }
}
