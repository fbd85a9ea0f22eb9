package dev.tranche.benchmarks.machine;

import java.util.ArrayList;
import java.util.List;

/** The {@link LockedScheduler} on a saturated cluster. */
final class SaturatedBaseline implements Contestant {
    private final Workload workload = new Workload();
    private final LockedScheduler scheduler;
    private final int waitingJobs;
    private final List<String> running = new ArrayList<>();
    private int started;

    SaturatedBaseline(int hosts, int waitingJobs, boolean remembersMisfits) {
        this.waitingJobs = waitingJobs;
        scheduler = new LockedScheduler(hosts, remembersMisfits);
        Contestant.saturate(this, workload, waitingJobs);
    }

    @Override
    public void lifecycle() {
        scheduler.ended(nextToEnd(), 0);
        started--;
        while (waiting() < waitingJobs) {
            submit(workload.nextKind());
        }
        place();
    }

    @Override
    public void submit(int kind) {
        String unused = scheduler.submit(kind);
    }

    @Override
    public void place() {
        scheduler.place(running);
        while (started < running.size()) {
            scheduler.started(running.get(started++));
        }
    }

    @Override
    public int running() {
        return running.size();
    }

    @Override
    public int waiting() {
        return scheduler.waiting();
    }

    /** Takes any running job off the list and fills its place with the last one. */
    private String nextToEnd() {
        int position = workload.nextToEnd(running.size());
        String last = running.remove(running.size() - 1);
        return position == running.size() ? last : running.set(position, last);
    }
}
