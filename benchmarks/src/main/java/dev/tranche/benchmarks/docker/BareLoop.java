package dev.tranche.benchmarks.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The floor: so many threads, each of which creates a container, starts it, waits for it and removes it. It looks at the
 * exit code and keeps nothing: no output, no limits, no labels, no record of what ran.
 */
final class BareLoop {
    private final DockerClient client;
    private final Words words;
    private final int threads;

    BareLoop(DockerClient client, Words words, int threads) {
        this.client = client;
        this.words = words;
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

    private void runOneByOne(int jobs) {
        for (int job = 0; job < jobs; job++) {
            String container = client.createContainerCmd(words.image())
                    .withCmd("true")
                    .withHostConfig(new HostConfig().withNetworkMode(words.network()))
                    .exec()
                    .getId();
            client.startContainerCmd(container).exec();
            int code = client.waitContainerCmd(container).start().awaitStatusCode();
            if (code != 0) {
                throw new IllegalStateException("true ended with " + code);
            }
            client.removeContainerCmd(container).exec();
        }
    }
}
