package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.Arrival;
import dev.tranche.runtime.internal.loop.Input;
import dev.tranche.runtime.internal.machine.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A workflow on its way in: opened, job by job in as many batches as it takes, sealed. No job of it begins before the seal.
 * If one is refused, those that are in are terminated and nothing has run.
 */
final class WorkflowArrival implements Arrival {
    private static final int NOT_REFUSED = Integer.MAX_VALUE;
    private static final int BEFORE_ALL = -1;

    private final LiveRun run;
    private final List<NewJob> jobs;
    private final int permits;
    private final Jobs known;
    private int next = BEFORE_ALL;

    // the first part that was refused: told by its place, so that feeding a batch again comes to the same
    private int refusedAt = NOT_REFUSED;
    private BatchException refusal = new JobRefusedException("not refused");

    WorkflowArrival(LiveRun run, List<NewJob> jobs, int permits, Jobs known) {
        this.run = run;
        this.jobs = jobs;
        this.permits = permits;
        this.known = known;
    }

    @Override
    public int permits() {
        return permits;
    }

    @Override
    public @Nullable Input next() {
        if (next > jobs.size()) {
            return null;
        }
        int place = next++;
        if (place == BEFORE_ALL) {
            return new Part(place, this::open, "opening");
        }
        if (place == jobs.size()) {
            return new Part(place, this::seal, "sealing");
        }
        return new Part(place, machine -> feed(place, machine), jobs.get(place).toString());
    }

    @Override
    public void refused(Throwable cause) {
        run.fail(Failures.of("workflow " + run.facts().workflow(), cause));
    }

    private void open(Machine machine) {
        Map<String, String> impossible = new LinkedHashMap<>();
        for (NewJob job : jobs) {
            String reason = machine.refusal(job.submission());
            if (reason != null) {
                impossible.put(job.submission().name(), reason);
            }
        }
        if (!impossible.isEmpty()) {
            refuse(BEFORE_ALL, impossible);
            return;
        }
        known.add(run);
        machine.openWorkflow(run.facts().id().number(), run.facts().workflow());
    }

    private void feed(int place, Machine machine) {
        if (refusedAt < place) {
            return;
        }
        NewJob job = jobs.get(place);
        job.feed(machine);
        String impossible = job.refusal();
        if (impossible != null) {
            refuse(place, Map.of(job.submission().name(), impossible));
        }
    }

    private void seal(Machine machine) {
        if (refusedAt == BEFORE_ALL) {
            return;
        }
        for (int place = 0; refusedAt != NOT_REFUSED && place < refusedAt; place++) {
            machine.terminate(
                    jobs.get(place).number(), -1, "workflow " + run.facts().workflow() + " was refused");
        }
        machine.sealWorkflow(
                run.facts().id().number(),
                run.limits().stopAfterFailures(),
                run.limits().timeoutMicros());
    }

    private void refuse(int place, Map<String, String> reasons) {
        refusedAt = place;
        run.refused();
        refusal = JobRefusedException.of(run.facts().workflow(), reasons);
    }

    /** A step of the way. */
    private final class Part implements Input {
        private final int place;
        private final Consumer<Machine> step;
        private final String what;

        Part(int place, Consumer<Machine> step, String what) {
            this.place = place;
            this.step = step;
            this.what = what;
        }

        @Override
        public void feed(Machine machine) {
            step.accept(machine);
        }

        @Override
        public void released() {
            if (place == jobs.size() && refusedAt != NOT_REFUSED) {
                run.fail(refusal);
            }
        }

        @Override
        public void failed(Throwable cause) {
            refusedAt = Math.min(refusedAt, place);
            run.refused();
            refusal = Failures.of("workflow " + run.facts().workflow(), cause);
            if (place == BEFORE_ALL) {
                known.remove(run);
            }
            if (place == jobs.size()) {
                run.fail(refusal);
            }
        }

        @Override
        public void abandoned(Throwable cause) {
            refused(cause);
        }

        @Override
        public String toString() {
            return "workflow run " + run.facts().workflow() + " (" + run.facts().id() + "): " + what;
        }
    }
}
