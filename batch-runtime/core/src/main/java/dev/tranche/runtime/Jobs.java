package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The jobs and workflow runs that the runtime remembers, by their numbers. Loop thread only. */
final class Jobs {
    private final NumberTable<LiveJob> jobs = new NumberTable<>();
    private final NumberTable<LiveRun> runs = new NumberTable<>();
    private final List<CompletableFuture<Boolean>> idleWaiters = new ArrayList<>();
    private final Tokens tokens;
    private final BooleanSupplier noneOnTheWay;
    private long open;
    private boolean ending;

    Jobs(Tokens tokens, BooleanSupplier noneOnTheWay) {
        this.tokens = tokens;
        this.noneOnTheWay = noneOnTheWay;
    }

    /** A job is about to be fed to the machine. */
    void add(LiveJob job) {
        jobs.put(job.facts().id().number(), job);
    }

    /** The machine did not take it. */
    void remove(LiveJob job) {
        jobs.remove(job.facts().id().number());
    }

    void add(LiveRun run) {
        runs.put(run.facts().id().number(), run);
    }

    void remove(LiveRun run) {
        runs.remove(run.facts().id().number());
    }

    @Nullable
    LiveJob get(long number) {
        return jobs.get(number);
    }

    /** A job or the child of one; a child that was never seen begins to be. */
    @Nullable
    LiveJob get(long number, int index) {
        LiveJob job = jobs.get(number);
        if (index != JobId.NO_INDEX && job instanceof LiveGang gang) {
            return gang.node(index);
        }
        return index != JobId.NO_INDEX && job instanceof LiveArray array ? array.child(index) : job;
    }

    @Nullable
    LiveRun run(long number) {
        return runs.get(number);
    }

    void ranIn(LiveJob job, String environment) {
        RunFacts run = job.facts().run();
        LiveRun live = run == null ? null : runs.get(run.id().number());
        if (live != null) {
            live.ranIn(environment);
        }
    }

    /** Drops a job, or a workflow run, that left memory; gives the job. */
    @Nullable
    LiveJob forget(long number) {
        runs.remove(number);
        LiveJob job = jobs.get(number);
        if (job != null) {
            jobs.remove(number);
            tokens.forget(job);
        }
        return job;
    }

    // ---- how many have not ended

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }

    /** Says when nothing is left: at the end of this turn, or of the one in which the last job ends. */
    void whenIdle(CompletableFuture<Boolean> idle) {
        idleWaiters.removeIf(CompletableFuture::isDone); // of those who gave up
        idleWaiters.add(idle);
    }

    /** What is on its way in will not be taken, so nobody has to wait for it. */
    void takeNoMore() {
        ending = true;
    }

    boolean takesNoMore() {
        return ending;
    }

    void tellIfIdle() {
        if (open == 0 && !idleWaiters.isEmpty() && (ending || noneOnTheWay.getAsBoolean())) {
            idleWaiters.forEach(waiter -> waiter.complete(true));
            idleWaiters.clear();
        }
    }

    /** The attempts that are starting or running. */
    List<AttemptId> underWay() {
        List<AttemptId> attempts = new ArrayList<>();
        jobs.forEach(job -> {
            if (job instanceof LiveGang gang) {
                for (int index = 0; index < gang.size(); index++) {
                    addUnderWay(gang.node(index), attempts);
                }
                return;
            }
            addUnderWay(job, attempts);
            if (job instanceof LiveArray array) {
                array.forEachKnown((index, known) -> {
                    if (known instanceof LiveChild child) {
                        addUnderWay(child, attempts);
                    }
                });
            }
        });
        return attempts;
    }

    private static void addUnderWay(LiveJob job, List<AttemptId> attempts) {
        AttemptSnapshot last = job.published().last();
        if (last != null && last.closing() == null) {
            attempts.add(new AttemptId(job.facts().id(job.index()), last.number()));
        }
    }

    // ---- the end

    /** The jobs that have not ended. */
    List<LiveJob> open() {
        List<LiveJob> unfinished = all();
        unfinished.removeIf(job -> job.published().ended());
        return unfinished;
    }

    /** All of them, in no order. */
    List<LiveJob> all() {
        List<LiveJob> known = new ArrayList<>();
        jobs.forEach(known::add);
        return known;
    }

    /** Nothing will be seen of any of them any more. */
    void fail(BatchException reason) {
        jobs.forEach(job -> {
            job.fail(reason);
            if (job instanceof LiveGang gang) {
                gang.settleNodes();
            }
            if (job instanceof LiveArray array) {
                array.settleUnseen();
            }
        });
        runs.forEach(run -> run.fail(reason));
        idleWaiters.forEach(waiter -> waiter.completeExceptionally(reason));
        idleWaiters.clear();
    }
}
