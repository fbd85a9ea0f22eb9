package dev.tranche.examples;

import static dev.tranche.dsl.Batch.job;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.BatchRuntime;
import java.net.URI;
import java.util.concurrent.CompletionStage;

/** A part of an application that runs jobs. Its test, {@code ResizeServiceTest}, takes it through a night in milliseconds. */
public final class ResizeService {
    private final BatchRuntime runtime;
    private final JobQueue queue;
    private final JobDefinition resize;

    /**
     * A service.
     *
     * @param runtime any runtime: a real one in production, a simulated one in a test
     * @param queue where its jobs go
     * @param resize what makes a picture smaller
     */
    public ResizeService(BatchRuntime runtime, JobQueue queue, JobDefinition resize) {
        this.runtime = runtime;
        this.queue = queue;
        this.resize = resize;
    }

    /**
     * Makes a picture smaller. The same request is the same job, however often it comes.
     *
     * @param request the identity of the request
     * @param picture where the picture is
     * @return {@code done}, or why not
     */
    public CompletionStage<String> resize(String request, URI picture) {
        return runtime.submitAsync(
                        job("resize", resize)
                                .parameter("in", picture.toString())
                                .clientToken(request),
                        queue)
                .completion()
                .thenApply(end -> end.succeeded() ? "done" : end.statusReason().orElse("failed"));
    }
}
