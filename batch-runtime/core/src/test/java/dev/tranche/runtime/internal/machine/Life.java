package dev.tranche.runtime.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.Explanation;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.invariant.Invariants;
import dev.tranche.runtime.internal.invariant.Transition;
import dev.tranche.runtime.internal.state.Consumables;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler that lives through events on a virtual clock while all invariants are watched. The same events make the same
 * life, and any part of them makes a life too: what speaks of something that never came has no effect.
 */
final class Life {
    static final long START = 1_700_000_000_000_000L;
    private static final int MOST_BATCHES = 100_000;
    private static final int BATCHES_PER_LOOK = 12;
    private static final int BATCHES_PER_CHECKPOINT = 50;

    private final List<LifeEvent> events = new ArrayList<>();
    private final Invariants invariants = new Invariants();
    private final Evidence evidence = new Evidence();
    private final Running running = new Running();
    private final MachineDriver driver;
    private int batches;

    /**
     * A life that has not begun.
     *
     * @param terminalJobsKept how many ended jobs stay known; with few of them rows are used again all the time
     * @param also hears of every outcome once its frame is appended
     */
    Life(int terminalJobsKept, OutcomeListener also) {
        driver = new MachineDriver(START, terminalJobsKept, invariants.watching(), evidence, running, also);
    }

    /** Lives events once more, to the end; returns the digest of the state. */
    static long again(int terminalJobsKept, List<LifeEvent> events) {
        Life life = new Life(terminalJobsKept, new OutcomeListener() {});
        for (int from = 0, to; from < events.size(); from = to) {
            to = from;
            while (to < events.size()
                    && events.get(to).batch() == events.get(from).batch()) {
                to++;
            }
            life.batch(events.subList(from, to));
        }
        life.end();
        return life.digest();
    }

    /** What has happened so far. */
    List<LifeEvent> events() {
        return events;
    }

    long digest() {
        return driver.machine().digest();
    }

    Set<Transition> taken() {
        return invariants.taken();
    }

    int nextBatch() {
        return batches;
    }

    long now() {
        return driver.now();
    }

    /** When something happens of itself, {@link Long#MAX_VALUE} for never. */
    long wakeAt() {
        return driver.machine().hasMoreToDo() ? driver.now() : driver.machine().wakeAt();
    }

    int accepted() {
        return invariants.accepted();
    }

    /** Lives one batch of events, after everything that happens of itself before it. */
    void batch(List<LifeEvent> batch) {
        long at = batch.get(0).at();
        while (wakeAt() < at) {
            step(wakeAt(), 0, machine -> {});
        }
        events.addAll(batch);
        int throwsAfter = batch.stream().mapToInt(LifeEvent::throwsAfter).max().orElse(0);
        evidence.reported(
                batch.stream().map(LifeEvent::end).filter(Objects::nonNull).toList());
        step(at, throwsAfter, machine -> batch.forEach(each -> each.input().accept(machine)));
    }

    private void step(long at, int throwsAfter, Consumer<Machine> inputs) {
        invariants.time(Math.max(driver.now(), at));
        driver.step(at, throwsAfter, inputs);
        evidence.reported(List.of());
        if (wakeAt() > now()) {
            invariants.atRest();
        }
        batches++;
        if (batches % BATCHES_PER_CHECKPOINT == 0) {
            driver.checkpoint();
        }
        if (batches % BATCHES_PER_LOOK == 0) {
            invariants.audit(driver.machine());
            compareWithFold();
            explainAll();
        }
        if (batches > MOST_BATCHES) {
            throw new AssertionError("does not come to an end");
        }
    }

    /** Every job that has not ended, and every child, says why it does not run; one that runs needs no reason. */
    private void explainAll() {
        Machine machine = driver.machine();
        if (machine.hasMoreToDo()) {
            return;
        }
        State state = machine.state();
        for (long job : invariants.open()) {
            int row = state.index.find(job, -1);
            int children = state.jobs.has(row, Jobs.ARRAY) ? state.array(row).size() : 0;
            for (int index = -1; index < children; index++) {
                Explanation why = Objects.requireNonNull(machine.explain(job, index), "a job that is open is known");
                boolean needsNone = why.status().isTerminal() || why.status() == JobStatus.RUNNING;
                assertThat(needsNone || !why.reasons().isEmpty())
                        .as("%s says why", why)
                        .isTrue();
            }
        }
    }

    private void compareWithFold() {
        assertThat(driver.folded().digest())
                .as("the log, folded, is the live state")
                .isEqualTo(driver.machine().digest());
    }

    // ---- the end

    /** Faults end. Now all goes on until only what waits for a person is left; that is terminated, and nothing is left. */
    void end() {
        settle(Life::makeRoom);
        assertThat(invariants.stuck()).as("left over, with nothing in its way").isEmpty();
        invariants.audit(driver.machine());
        List<Long> open = invariants.open();
        settle(machine -> open.forEach(job -> machine.terminate(job, -1, "left over")));
        assertThat(invariants.open()).as("left over after a terminate").isEmpty();
        assertThat(invariants.running()).as("running after the end").isZero();
        invariants.audit(driver.machine());
        compareWithFold();
    }

    /** A host in each environment that can hold everything, enough of all that is consumed, and nothing is disabled. */
    private static void makeRoom(Machine machine) {
        for (int environment = 0; environment < machine.state().environments().size(); environment++) {
            machine.enableEnvironment(environment);
            machine.hostJoined(environment, "last", 1_000_000, 1_000_000, 1_000, 1_000_000);
        }
        Consumables all = machine.state().consumables;
        for (int each = 0; each < all.size(); each++) {
            Consumption declared =
                    new Consumption(all.name(each), all.declared(each), all.isReplenishable(each), 1_000_000);
            assertThat(machine.changeStock(declared, StockChange.ADD)).isNull();
        }
    }

    /** Does something and lets what runs end, until nothing happens any more. */
    private void settle(Consumer<Machine> first) {
        step(now(), 0, first);
        while (!running.ends.isEmpty() || wakeAt() != Long.MAX_VALUE) {
            List<EndReport> ends = List.copyOf(running.ends.values());
            evidence.reported(ends);
            step(ends.isEmpty() ? wakeAt() : now(), 0, machine -> ends.forEach(end -> end.give(machine, now())));
        }
    }

    /** What runs, and how it would end now. */
    private static final class Running extends Launches {
        private static final int TERMINATED = 128 + 15;

        final Map<String, EndReport> ends = new LinkedHashMap<>();

        private void end(long job, int index, int attempt, int exitCode) {
            ends.put(job + ":" + index, new EndReport(job, index, attempt, EndKind.EXITED, exitCode, false));
        }

        @Override
        void launched(long job, int index, int attempt) {
            end(job, index, attempt, 0);
        }

        @Override
        public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
            if (ends.containsKey(job + ":" + index)) {
                end(job, index, attempt, TERMINATED);
            }
        }

        @Override
        public void attemptEnded(
                long job,
                int index,
                int attempt,
                Verdict verdict,
                int exitCode,
                @Nullable String reason,
                String statusReason,
                long at) {
            super.attemptEnded(job, index, attempt, verdict, exitCode, reason, statusReason, at);
            ends.remove(job + ":" + index);
        }
    }
}
