package dev.tranche;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All other tests run on the class path; this one uses the module as another module does. */
class ModulePathTest {
    private static final String MODULE = "module app { requires dev.tranche.dsl; }";
    private static final String PROGRAM = """
            package app;
            import static dev.tranche.dsl.Batch.*;
            public final class Program implements Runnable {
                @Override public void run() {
                    var count = jobDefinition("count").script("wc").vcpus(1).memory(mib(64)).build();
                    var words = workflow("words");
                    var counted = words.add(job("count", count).array(8));
                    words.add(job("pack", count).after(counted));
                    if (!words.build().graph().hasEdgeConnecting("count", "pack")) {
                        throw new AssertionError(words.build().graph());
                    }
                }
            }
            """;

    @Test
    void another_module_needs_to_require_nothing_else(@TempDir Path directory) throws IOException {
        List<Path> sources = List.of(
                Files.writeString(directory.resolve("module-info.java"), MODULE),
                Files.writeString(directory.resolve("Program.java"), PROGRAM));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new DiagnosticCollector<JavaFileObject>();
        var options = List.of("-proc:none", "-d", directory.toString(), "--module-path", modulePath());

        try (var files = compiler.getStandardFileManager(errors, Locale.ROOT, UTF_8)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            var unused =
                    compiler.getTask(null, files, errors, options, null, units).call();
        }

        assertThat(errors.getDiagnostics()).isEmpty();
    }

    private static String modulePath() {
        return Splitter.on(File.pathSeparatorChar)
                .splitToStream(System.getProperty("java.class.path"))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
