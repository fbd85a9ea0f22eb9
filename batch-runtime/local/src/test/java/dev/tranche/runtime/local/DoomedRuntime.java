package dev.tranche.runtime.local;

import com.google.common.collect.ImmutableList;
import com.sun.jna.Native;
import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.testkit.RecordingReports;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.slf4j.LoggerFactory;

/** A runtime in a process of its own, which a test can kill. */
final class DoomedRuntime {
    private static final String READY = "ready";

    private DoomedRuntime() {}

    /**
     * Opens a backend, starts one attempt, says so and waits for its end, or for the end of its input.
     *
     * @param arguments the work directory and the script of the attempt
     */
    public static void main(String[] arguments) throws IOException {
        try (Rig rig = new Rig(LocalBackend.factory().workDirectory(Path.of(arguments[0])))) {
            AttemptId attempt =
                    rig.launch(Rig.definition(JobDefinition.named("doomed").script(arguments[1])), Optional.empty());
            rig.awaitOutput(attempt, READY);
            System.out.println(READY);
            System.out.flush();
            while (System.in.read() >= 0) {}
        }
    }

    /** Starts one and returns when its attempt has said {@code ready}. */
    static Process start(Path workDirectory, String script) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "-cp",
                        classPath(),
                        DoomedRuntime.class.getName(),
                        workDirectory.toString(),
                        script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        if (!READY.equals(line)) {
            throw new IOException("the doomed runtime did not get ready: " + line);
        }
        return process;
    }

    /** Whatever way the tests were given their classes. */
    private static String classPath() {
        return Stream.of(
                        DoomedRuntime.class,
                        LocalBackend.class,
                        Backend.class,
                        AttemptId.class,
                        RecordingReports.class,
                        Native.class,
                        ImmutableList.class,
                        Awaitility.class,
                        Matcher.class,
                        LoggerFactory.class)
                .map(type -> Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
