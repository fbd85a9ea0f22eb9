package dev.tranche.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * What the compiler says of several expressions against this module. All go through one run of the compiler, which is
 * much faster than one run each; an error in one does not hide those of another.
 */
final class Compilation {
    private final ImmutableList<Program> programs;
    private final ImmutableListMultimap<String, Diagnostic<? extends JavaFileObject>> errors;

    private Compilation(ImmutableList<Program> programs, List<Diagnostic<? extends JavaFileObject>> errors) {
        this.programs = programs;
        this.errors = Multimaps.index(errors, error -> error.getSource().getName());
    }

    /** Checks expressions, each in a class that has all words and a few fields to use them on. */
    static Compilation of(List<String> expressions) throws IOException {
        ImmutableList<Program> programs = IntStream.range(0, expressions.size())
                .mapToObj(number -> new Program(number, expressions.get(number)))
                .collect(ImmutableList.toImmutableList());
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        var options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
        try (var files = compiler.getStandardFileManager(found, Locale.ROOT, UTF_8)) {
            var task = (JavacTask) compiler.getTask(null, files, found, options, null, programs);
            var unused = task.analyze();
        }
        return new Compilation(programs, found.getDiagnostics());
    }

    /** The errors in the expression of this number, in the order of their places. */
    List<Diagnostic<? extends JavaFileObject>> errors(int number) {
        return errors.get(programs.get(number).getName());
    }

    /** The program from the place of an error on. */
    String from(int number, Diagnostic<?> error) {
        return programs.get(number).source.substring((int) error.getPosition());
    }

    private static final class Program extends SimpleJavaFileObject {
        private final String source;

        Program(int number, String expression) {
            super(URI.create("string:///Program" + number + ".java"), Kind.SOURCE);
            this.source = """
                    import static dev.tranche.dsl.Batch.*;
                    import dev.tranche.model.*;
                    import java.time.Duration;
                    final class Program%d {
                        JobDefinition def; MultiNodeJobDefinition mpi; WorkflowBuilder flow;
                        JobRef plain; ArrayJobRef arr; JobQueue queue; ComputeEnvironment spot;
                        Object x() {
                            return %s;
                        }
                    }
                    """.formatted(number, expression);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
