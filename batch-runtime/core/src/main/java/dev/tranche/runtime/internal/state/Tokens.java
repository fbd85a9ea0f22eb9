package dev.tranche.runtime.internal.state;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client tokens of the jobs that are known. Loop thread only. */
public final class Tokens {
    private final Map<String, Binding> bindings = new HashMap<>();
    private final Map<Long, String> byJob = new HashMap<>();

    /**
     * What a token stands for.
     *
     * @param job the number of the job
     * @param content a digest of what was submitted
     */
    public record Binding(long job, long content) {}

    public @Nullable Binding get(String token) {
        return bindings.get(token);
    }

    /** The token of a job, or null. */
    public @Nullable String of(long job) {
        return byJob.get(job);
    }

    public void bind(String token, long job, long content) {
        bindings.put(token, new Binding(job, content));
        byJob.put(job, token);
    }

    /** Forgets the token of a job that is forgotten. */
    public void release(long job) {
        String token = byJob.isEmpty() ? null : byJob.remove(job);
        if (token != null) {
            bindings.remove(token);
        }
    }
}
