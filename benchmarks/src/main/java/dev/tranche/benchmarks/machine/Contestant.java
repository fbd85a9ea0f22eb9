package dev.tranche.benchmarks.machine;

/** A scheduler on the {@link Workload}, as far as the set-up of a benchmark and its test see it. */
interface Contestant {
    /** Takes a job without trying to place anything. */
    void submit(int kind);

    /** Places what can be placed, and has it running. */
    void place();

    /** One running job ends, as many arrive as have been placed before (mostly one), and what can be placed is placed. */
    void lifecycle();

    int running();

    int waiting();

    /**
     * Brings a contestant whose hosts have joined to where a benchmark begins: jobs of all kinds arrive until one has to
     * wait; then the backlog piles up in the lowest queue until so many wait.
     */
    static void saturate(Contestant contestant, Workload workload, int waitingJobs) {
        while (contestant.waiting() == 0) {
            contestant.submit(workload.nextKind());
            contestant.place();
        }
        while (contestant.waiting() < waitingJobs) {
            while (contestant.waiting() < waitingJobs) {
                contestant.submit(workload.nextBacklogKind());
            }
            contestant.place();
        }
    }
}
