package dev.tranche.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The floor: so many threads, each of which starts a process and waits for it. It keeps nothing: no output, no directory,
 * no process group, no record of what ran.
 */
final class BareLoop {
    private final int threads;

    BareLoop(int threads) {
        this.threads = threads;
    }

    void run(int jobs) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int share = jobs / threads + (thread < jobs % threads ? 1 : 0);
                all.add(pool.submit(() -> runOneByOne(share)));
            }
            for (Future<?> each : all) {
                Object unused = each.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private static @Nullable Void runOneByOne(int jobs) throws IOException, InterruptedException {
        for (int job = 0; job < jobs; job++) {
            Process process = new ProcessBuilder("/bin/true")
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("/bin/true failed");
            }
        }
        return null;
    }
}
