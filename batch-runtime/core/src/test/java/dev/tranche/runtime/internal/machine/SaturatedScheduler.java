package dev.tranche.runtime.internal.machine;

import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A scheduler whose hosts are full and in which as many jobs wait as is asked for. A life cycle is: a running job ends,
 * another is submitted, what fits is placed and has started, and all of it is written into a frame.
 */
final class SaturatedScheduler {
    private static final int KINDS = 8;
    private static final int HOST_VCPUS = 8;
    private static final int KEPT = 100;
    private static final int COUNTED = 2_000;

    private final SplittableRandom random = new SplittableRandom(7);
    private final Submission[] kinds = new Submission[KINDS];
    private final FrameEncoder encoder = new FrameEncoder();
    private final Running running = new Running();
    private final Machine machine = new Machine(1, new Tee(running, encoder), KEPT);
    private long now = 1;
    private long submitted;

    /**
     * One that is full.
     *
     * @param hosts how many hosts it has
     * @param waiting how many jobs wait
     * @param shares among how many shares the jobs are divided, 0 for a queue without fair share
     */
    SaturatedScheduler(int hosts, int waiting, int shares) {
        for (int kind = 0; kind < KINDS; kind++) {
            JobSpec spec = MachineDriver.spec((1 + kind / 2) * 1_000, 256 << kind % 4);
            String share = shares == 0 ? "" : "share" + kind % shares;
            kinds[kind] = new Submission("job", 0, spec, 0, false, List.of(), 0, null, share, kind % 2);
        }
        begin();
        int environment = machine.addEnvironment("here");
        machine.addQueue(shares == 0 ? Queue.plain(0, "queue", 1, false, environment) : fair(environment));
        for (int host = 0; host < hosts; host++) {
            machine.hostJoined(environment, "host-" + host, HOST_VCPUS * 1_000, 16_384, 0, 0);
        }
        encoder.finish();
        int enough = waiting + hosts * HOST_VCPUS;
        while (submitted - running.size < waiting && submitted < enough) {
            begin();
            submit();
            end();
        }
    }

    /** How many hosts and how many fields of rows one life cycle looks at, on average; counted where code that counts is. */
    static double[] looks(int hosts, int waiting, int shares) {
        SaturatedScheduler scheduler = new SaturatedScheduler(hosts, waiting, shares);
        for (int warm = 0; warm < COUNTED; warm++) {
            scheduler.lifecycle();
        }
        Looks.hosts = 0;
        Looks.fields = 0;
        for (int count = 0; count < COUNTED; count++) {
            scheduler.lifecycle();
        }
        return new double[] {Looks.hosts / (double) COUNTED, Looks.fields / (double) COUNTED};
    }

    private static Queue fair(int environment) {
        FairShare policy = new FairShare(60_000_000, 0, false, List.of(new FairShare.Weight("share0", 5_000)));
        return new Queue(
                0, "queue", 1, new int[] {environment}, false, Queue.PATIENT_FOR_EVER, 0, 0, List.of(), policy);
    }

    void lifecycle() {
        begin();
        machine.ended(running.take(random.nextInt(running.size)), -1, 1, EndKind.EXITED, 0, false, null, now);
        submit();
        end();
        begin();
        while (running.started < running.size) {
            machine.started(running.jobs[running.started++], -1, 1, now);
        }
        end();
    }

    private void begin() {
        now += 10;
        encoder.begin(now, 1);
        machine.begin(now);
    }

    private void end() {
        machine.place();
        encoder.finish();
    }

    private void submit() {
        SubmitReply reply = machine.submit(++submitted, kinds[random.nextInt(KINDS)]);
        if (!(reply instanceof SubmitReply.Accepted)) {
            throw new IllegalStateException("not accepted: " + reply);
        }
    }

    /** What runs, those that have started first. */
    private static final class Running extends OutcomeListener {
        long[] jobs = new long[1_024];
        int size;
        int started;

        long take(int place) {
            long job = jobs[place];
            jobs[place] = jobs[--size];
            started = Math.min(started, size);
            return job;
        }

        @Override
        public void attemptPlaced(long job, int index, int attempt, int host) {
            jobs = size < jobs.length ? jobs : Arrays.copyOf(jobs, 2 * size);
            jobs[size++] = job;
        }
    }
}
