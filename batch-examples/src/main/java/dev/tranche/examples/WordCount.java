package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.ref;
import static dev.tranche.dsl.Batch.workflow;

import dev.tranche.model.Access;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.Volume;
import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.report.ConsoleProgress;
import dev.tranche.runtime.report.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the twenty most frequent words of the text files in a directory: of this repository, if no other is given. The
 * files are cut into shards; an array of scripts counts the words of one shard each; a program adds them up.
 *
 * <p>The first shard arrives late: when its child looks for it, it is still being copied. The child says so with exit
 * code 75, and the retry rule gives it another attempt a little later.
 *
 * <p>With {@code --docker} all of it runs in containers on a Docker engine of this machine, which has to see our files.
 */
public final class WordCount {
    private static final String ON_DOCKER = "--docker";
    private static final String IMAGE = "busybox:latest";
    private static final int SHARDS = 8;

    /** A word is a run of ASCII letters, lower-cased. 75 is EX_TEMPFAIL: it did not work now, it may later. */
    private static final String COUNT = """
            export LC_ALL=C
            shard="$SHARDS/shard-$AWS_BATCH_JOB_ARRAY_INDEX"
            if [ ! -e "$shard" ]; then
                echo "$shard is still being copied" >&2
                exit 75
            fi
            tr -cs A-Za-z '\\n' < "$shard" | tr A-Z a-z | sed '/^$/d' | sort | uniq -c \\
                > "$TRANCHE_RUN_DIR/count-$AWS_BATCH_JOB_ARRAY_INDEX"
            """;

    /** Adds up the counts of all shards; the most frequent first, those of the same number in the order of the letters. */
    private static final String MERGE = """
            BEGIN { for (i = 0; i < shards; i++) ARGV[ARGC++] = ENVIRON["TRANCHE_RUN_DIR"] "/count-" i }
            { total[$2] += $1 }
            END { for (word in total) print total[word], word | "LC_ALL=C sort -k 1,1nr -k 2,2 | head -n 20" }
            """;

    private WordCount() {}

    /**
     * Counts words.
     *
     * @param args {@code --docker} for containers instead of processes, and at most one directory
     * @throws IOException if a file cannot be read, or the shards cannot be written
     */
    public static void main(String[] args) throws IOException {
        var words = new ArrayList<>(List.of(args));
        ComputeEnvironment environment = words.remove(ON_DOCKER) ? containers() : processes();
        Path directory = Path.of(words.isEmpty() ? System.getProperty("examples.directory", ".") : words.get(0));
        Path picture = Path.of(System.getProperty("examples.target", "target")).resolve("timeline.svg");
        System.out.print(mostFrequent(directory, environment, ConsoleProgress.to(System.err), Timeline.svg(picture)));
    }

    static ComputeEnvironment processes() {
        return computeEnvironment("laptop").local().build();
    }

    static ComputeEnvironment containers() {
        return computeEnvironment("engine").docker().baseImage(IMAGE).build();
    }

    static String mostFrequent(
            Path directory, ComputeEnvironment environment, BatchListener progress, BatchListener timeline)
            throws IOException {
        var corpus = Corpus.in(directory);
        var here = jobQueue("here").computeEnvironmentOrder(environment).build();

        var words = workflow("words");
        try (var shards = Shards.of(corpus, SHARDS)) {
            var count = environment instanceof DockerEnvironment ? countIn(shards.directory()) : count();
            var request =
                    job("count", count).environment("SHARDS", shards.directory().toString());
            var counted = words.add(request.array(SHARDS));
            var merged = words.add(job("merge", merge()).after(counted));

            try (var runtime = BatchRuntime.inMemory()
                    .queues(here)
                    .listener(progress)
                    .listener(timeline)
                    .listener(new LateShard(shards))
                    .open()) {
                var run = runtime.submit(words.build(), here);
                run.await(Duration.ofHours(1)).orThrow();
                return run.job(merged).log().text();
            }
        }
    }

    private static JobDefinition count() {
        return retried(jobDefinition("count").script(COUNT));
    }

    /** A container sees only the files that it is given: here the shards, at the same place. */
    private static JobDefinition countIn(Path shards) {
        var volume = Volume.host("shards", shards);
        return retried(jobDefinition("count")
                .image(IMAGE, c -> c.script(COUNT).mount(volume, shards.toString(), Access.READ_ONLY)));
    }

    private static JobDefinition retried(JobDefinition.NeedsVcpus count) {
        return count.vcpus(1)
                .memory(mib(64))
                .retry(r -> r.attempts(5)
                        .retryOnExitCode(75)
                        .exitOtherwise()
                        .backoff(Duration.ofMillis(200), Duration.ofSeconds(2)))
                .timeout(Duration.ofMinutes(30))
                .build();
    }

    private static JobDefinition merge() {
        return jobDefinition("merge")
                .executable("awk", "-v", "shards=" + ref("shards"), MERGE)
                .vcpus(1)
                .memory(mib(64))
                .parameter("shards", Integer.toString(SHARDS))
                .build();
    }
}
