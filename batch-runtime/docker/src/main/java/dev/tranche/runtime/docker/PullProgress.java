package dev.tranche.runtime.docker;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the log how far a pull is: its beginning, every few seconds while it goes on, and its end. One thread at a time. */
final class PullProgress {
    static final long PERIOD_NANOS = 5_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(PullProgress.class);
    private static final long MIB = 1L << 20;

    private final String image;
    private final String engine;
    private final LongSupplier nanos;
    private final Map<String, ContainerEngine.PullStep> layers = new HashMap<>();
    private long lastTold;

    PullProgress(String image, String engine, LongSupplier nanos) {
        this.image = image;
        this.engine = engine;
        this.nanos = nanos;
        this.lastTold = nanos.getAsLong();
        LOG.info("engine {} pulls {}", engine, image);
    }

    void step(ContainerEngine.PullStep step) {
        if (step.total() > 0) {
            layers.put(step.layer() + " " + step.status(), step);
        }
        long now = nanos.getAsLong();
        if (now - lastTold >= PERIOD_NANOS) {
            lastTold = now;
            LOG.info("engine {} pulls {}: {}", engine, image, summary());
        }
    }

    /** How much of what is known to be fetched is here. */
    String summary() {
        long current = 0;
        long total = 0;
        for (ContainerEngine.PullStep layer : layers.values()) {
            if (layer.status().startsWith("Download")) {
                current += layer.current();
                total += layer.total();
            }
        }
        return current / MIB + " of " + (total + MIB - 1) / MIB + " MiB";
    }

    void ended(boolean well) {
        LOG.info("engine {} {} {}", engine, well ? "has pulled" : "could not pull", image);
    }
}
