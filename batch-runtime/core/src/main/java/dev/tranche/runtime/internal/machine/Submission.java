package dev.tranche.runtime.internal.machine;

import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is submitted, as the door hands it to the machine: checked and compiled. The number of the job is apart, so that one
 * submission can be made many times and two can be compared.
 *
 * @param name the job's name
 * @param queue the number of the queue
 * @param spec what to run
 * @param arraySize the number of children, 0 for a job that is no array
 * @param sequential whether each child of the array waits for the one before it
 * @param dependencies what it waits for
 * @param workflow the number of the workflow run it belongs to, 0 for none
 * @param clientToken a second submission with this token is the same job, or null
 * @param share the share of the queue it belongs to, empty for none
 * @param priority its scheduling priority within its share
 * @param held whether it waits for a person before anything else
 * @param stopAfterFailures after how many failures no further child of the array is started, 0 for never
 * @param rerunOf the number of the job that it runs again, leaving out what has succeeded there, 0 for none
 */
public record Submission(
        String name,
        int queue,
        JobSpec spec,
        int arraySize,
        boolean sequential,
        List<Dependency> dependencies,
        long workflow,
        @Nullable String clientToken,
        String share,
        int priority,
        boolean held,
        int stopAfterFailures,
        long rerunOf) {
    /** Copies the dependencies. */
    public Submission {
        dependencies = List.copyOf(dependencies);
    }

    /** A job of no share. */
    public Submission(
            String name,
            int queue,
            JobSpec spec,
            int arraySize,
            boolean sequential,
            List<Dependency> dependencies,
            long workflow,
            @Nullable String clientToken) {
        this(name, queue, spec, arraySize, sequential, dependencies, workflow, clientToken, "", 0);
    }

    /** A job that is not held. */
    public Submission(
            String name,
            int queue,
            JobSpec spec,
            int arraySize,
            boolean sequential,
            List<Dependency> dependencies,
            long workflow,
            @Nullable String clientToken,
            String share,
            int priority) {
        this(
                name,
                queue,
                spec,
                arraySize,
                sequential,
                dependencies,
                workflow,
                clientToken,
                share,
                priority,
                false,
                0,
                0);
    }

    /**
     * The same once more, leaving out what has succeeded: nobody holds it, and it is found under no token.
     *
     * @param earlier the number of the job that this was
     * @param again what it waits for now
     * @param run the number of the workflow run it belongs to now, 0 for none
     */
    public Submission rerunOf(long earlier, List<Dependency> again, long run) {
        return new Submission(
                name,
                queue,
                spec,
                arraySize,
                sequential,
                again,
                run,
                null,
                share,
                priority,
                false,
                stopAfterFailures,
                earlier);
    }

    /** A digest of what a client token stands for; the same on every JVM. */
    public long content() {
        long digest = Arrays.hashCode(spec.document());
        digest = digest * 31 + name.hashCode();
        digest = digest * 31 + queue;
        digest = digest * 31 + arraySize;
        digest = digest * 31 + (sequential ? 1 : 0);
        digest = digest * 31 + (held ? 1 : 0);
        digest = digest * 31 + stopAfterFailures;
        digest = digest * 31 + share.hashCode();
        digest = digest * 31 + priority;
        for (Dependency each : dependencies) {
            digest = digest * 31 + each.number();
            digest = digest * 31 + each.index();
            digest = digest * 31 + each.kind().name().hashCode();
        }
        return digest;
    }

    /**
     * One thing a job waits for.
     *
     * @param number the number of the job waited for
     * @param index its index if it is a child, otherwise -1
     * @param kind what is waited for in it
     */
    public record Dependency(long number, int index, DependencyKind kind) {}
}
