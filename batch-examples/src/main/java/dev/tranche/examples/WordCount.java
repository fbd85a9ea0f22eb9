package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.ref;
import static dev.tranche.dsl.Batch.workflow;

import dev.tranche.model.JobDefinition;
import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.report.ConsoleProgress;
import dev.tranche.runtime.report.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Prints the twenty most frequent words of the text files in a directory: of this repository, if no other is given. The
 * files are cut into shards; an array of scripts counts the words of one shard each; a program adds them up.
 *
 * <p>The first shard arrives late: when its child looks for it, it is still being copied. The child says so with exit
 * code 75, and the retry rule gives it another attempt a little later.
 */
public final class WordCount {
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
     * @param args at most one directory
     * @throws IOException if a file cannot be read, or the shards cannot be written
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length > 0 ? args[0] : System.getProperty("examples.directory", "."));
        Path picture = Path.of(System.getProperty("examples.target", "target")).resolve("timeline.svg");
        System.out.print(mostFrequent(directory, ConsoleProgress.to(System.err), Timeline.svg(picture)));
    }

    static String mostFrequent(Path directory, BatchListener progress, BatchListener timeline) throws IOException {
        var corpus = Corpus.in(directory);
        var laptop = computeEnvironment("laptop").local().build();
        var here = jobQueue("here").computeEnvironmentOrder(laptop).build();

        var words = workflow("words");
        try (var shards = Shards.of(corpus, SHARDS)) {
            var request = job("count", count())
                    .environment("SHARDS", shards.directory().toString());
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
        return jobDefinition("count")
                .script(COUNT)
                .vcpus(1)
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
