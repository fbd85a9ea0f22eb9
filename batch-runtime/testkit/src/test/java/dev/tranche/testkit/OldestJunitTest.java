package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests of the extension once more, with the oldest JUnit that it works with; this run has the newest. */
class OldestJunitTest {
    private static final String DIRECTORY = "junit.oldest.directory";

    @Test
    void the_extension_works_with_junit_5_10() throws IOException, InterruptedException {
        String directory = System.getProperty(DIRECTORY);
        assumeTrue(directory != null, "needs -D" + DIRECTORY + ", which the build sets, with the jars of JUnit 5.10");

        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(Path.of(directory)),
                        SuiteRun.class.getName(),
                        BatchExtensionTest.class.getName(),
                        BatchAssertionsTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(run.waitFor()).as(printed).isZero();
        assertThat(printed.lines().reduce((first, last) -> last).orElse(""))
                .as(printed)
                .matches("JUnit 5\\.10\\.\\d+: 15 succeeded, 0 failed");
    }

    /** Ours, but with the JUnit of a directory. */
    private static String classPath(Path directory) throws IOException {
        String ours = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (Stream<Path> oldest = Files.list(directory)) {
            return Stream.concat(
                            oldest.map(Path::toString).sorted(),
                            Arrays.stream(ours.split(File.pathSeparator)).filter(entry -> !isJunit(entry)))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static boolean isJunit(String entry) {
        String name = Path.of(entry).getFileName().toString();
        return name.startsWith("junit-");
    }
}
