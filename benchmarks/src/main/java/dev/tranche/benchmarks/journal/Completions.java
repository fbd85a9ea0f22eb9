package dev.tranche.benchmarks.journal;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.HistoryPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A million jobs that end as soon as they run, through a journaled runtime and its history: how many a second are submitted,
 * placed, started and ended, all of it durable, until the history has the last of them.
 *
 * <pre>java -Xms4g -Xmx4g -Xmn2g -XX:+AlwaysPreTouch -XX:+UseParallelGC -cp benchmarks/target/benchmarks.jar dev.tranche.benchmarks.journal.Completions [directory [jobs]]</pre>
 */
public final class Completions {
    private static final int JOBS = 1_000_000;
    private static final int PER_MESSAGE = 1_000;
    private static final int AT_ONCE = 4_096;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int LOOK_MILLIS = 50;

    private final BatchRuntime runtime;
    private final int jobs;
    private long mostFrames;
    private Duration mostBehind = Duration.ZERO;

    private Completions(BatchRuntime runtime, int jobs) {
        this.runtime = runtime;
        this.jobs = jobs;
    }

    /**
     * Measures and prints.
     *
     * @param args the directory in which the journal is made, and how many jobs
     * @throws IOException if the disk cannot be written
     * @throws InterruptedException if it is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Rig.directory(Rig.parent(args));
        try (BatchRuntime runtime = Rig.open(PretendBackend.instant(AT_ONCE), directory.resolve("journal"))) {
            new Completions(runtime, args.length > 1 ? Integer.parseInt(args[1]) : JOBS).measure();
            System.out.printf(Locale.ROOT, "%,d MiB in the directory of the journal%n", mebibytes(directory));
        } finally {
            Rig.remove(directory);
        }
    }

    private void measure() throws InterruptedException {
        Thread client = new Thread(this::submitAll, "client");
        long began = System.nanoTime();
        client.start();
        while (client.isAlive()) {
            look();
        }
        if (!runtime.drain(PATIENCE)) {
            throw new IllegalStateException("not all jobs have ended");
        }
        double ended = (System.nanoTime() - began) / 1e9;
        while (!runtime.history().lag().none()) {
            look();
        }
        double known = (System.nanoTime() - began) / 1e9;
        System.out.printf(Locale.ROOT, "JDK %s%n%n", Runtime.version());
        System.out.printf(Locale.ROOT, "%,d jobs ended in %.1f s: %,.0f a second%n", jobs, ended, jobs / ended);
        System.out.printf(Locale.ROOT, "and were in the history after %.1f s: %,.0f a second%n", known, jobs / known);
        System.out.printf(
                Locale.ROOT, "which was at most %,d frames and %d ms behind%n", mostFrames, mostBehind.toMillis());
        System.out.printf(Locale.ROOT, "%,d succeeded, as the history says%n", succeeded());
    }

    private void submitAll() {
        for (int first = 0; first < jobs; first += PER_MESSAGE) {
            runtime.submitAll(Rig.jobs(first, Math.min(PER_MESSAGE, jobs - first)), Rig.QUEUE);
        }
    }

    private void look() throws InterruptedException {
        var lag = runtime.history().lag();
        mostFrames = Math.max(mostFrames, lag.frames());
        mostBehind = lag.behind().compareTo(mostBehind) > 0 ? lag.behind() : mostBehind;
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }

    /** Every one of them is read, page by page. */
    private long succeeded() {
        HistoryPage page = runtime.history()
                .jobs(query -> query.status(JobStatus.SUCCEEDED).maxResults(1_000));
        long count = page.jobs().size();
        while (page.nextToken().isPresent()) {
            String token = page.nextToken().get();
            page = runtime.history()
                    .jobs(query ->
                            query.status(JobStatus.SUCCEEDED).maxResults(1_000).nextToken(token));
            count += page.jobs().size();
        }
        return count;
    }

    private static long mebibytes(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    >> 20;
        }
    }
}
