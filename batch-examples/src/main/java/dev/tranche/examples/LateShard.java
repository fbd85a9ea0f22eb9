package dev.tranche.examples;

import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.JobDetail;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The slow copy of the first shard, made reliably slow: it is complete when somebody has looked for it in vain. Any
 * listener may act on what it is told; each has a thread of its own.
 */
final class LateShard implements BatchListener {
    private final Shards shards;

    LateShard(Shards shards) {
        this.shards = shards;
    }

    @Override
    public void jobChanged(JobDetail before, JobDetail now) {
        boolean lookedInVain =
                now.attempts().stream().anyMatch(attempt -> attempt.exitCode().isPresent());
        if (now.id().index() == 0 && lookedInVain) {
            try {
                shards.finishFirst();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
