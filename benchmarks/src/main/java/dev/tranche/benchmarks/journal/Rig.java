package dev.tranche.benchmarks.journal;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.runtime.BatchRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the benchmarks of this package have in common: a queue, plain jobs, runtimes with a journal or without, directories. */
final class Rig {
    static final JobQueue QUEUE = jobQueue("queue")
            .computeEnvironmentOrder(computeEnvironment("environment").custom(PretendBackend.KIND, Map.of()))
            .build();

    private static final JobDefinition DEFINITION = jobDefinition("plain")
            .script("exec /opt/app/bin/step --input \"$INPUT\" --output \"$OUTPUT\"")
            .vcpus(1)
            .memory(mib(512))
            .environment(Map.of("INPUT", "/data/in", "OUTPUT", "/data/out"))
            .build();

    private static final int ON_THEIR_WAY = 65_536;

    private Rig() {}

    /** So many plain jobs, each with a name of its own. */
    static List<JobRequest> jobs(int first, int count) {
        List<JobRequest> jobs = new ArrayList<>(count);
        for (int number = first; number < first + count; number++) {
            jobs.add(job("job-" + number, DEFINITION));
        }
        return jobs;
    }

    /**
     * Opens a runtime; what waits at its close is left, where there is a journal to leave it in, since ending it takes longer than
     * what is measured.
     *
     * @param journal its directory, or null to keep everything in memory
     */
    static BatchRuntime open(PretendBackend backend, @Nullable Path journal) {
        return (journal == null ? BatchRuntime.inMemory() : BatchRuntime.journal(journal))
                .queues(QUEUE)
                .backend(backend)
                .submitCapacity(ON_THEIR_WAY)
                .onClose(journal == null ? BatchRuntime.OnClose.TERMINATE : BatchRuntime.OnClose.LEAVE_RUNNING)
                .open();
    }

    /** A new directory on the disk that is measured. */
    static Path directory(Path parent) throws IOException {
        return Files.createTempDirectory(parent, "journal-benchmark-");
    }

    /** Removes a directory and all that is in it. */
    static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(Rig::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where journals go: the first argument, or the directory of temporary files. */
    static Path parent(String... args) {
        return Path.of(args.length > 0 ? args[0] : System.getProperty("java.io.tmpdir"));
    }
}
