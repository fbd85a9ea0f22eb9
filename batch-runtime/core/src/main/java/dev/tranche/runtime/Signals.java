package dev.tranche.runtime;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** What somebody waits for in a job. Made when the first one waits, since most jobs are waited for by nobody. */
final class Signals {
    /** Completed when the job is accepted, or never will be. */
    final CompletableFuture<JobDetail> accepted = new CompletableFuture<>();

    /** Completed when the job has ended, or will not be seen to end. */
    final CompletableFuture<JobDetail> ended = new CompletableFuture<>();

    /** Run, away from the loop, whenever the job has changed. */
    final List<Runnable> watchers = new CopyOnWriteArrayList<>();
}
