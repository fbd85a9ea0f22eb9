package dev.tranche.runtime.internal.invariant;

import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.internal.machine.Tee;
import java.util.List;
import java.util.Set;

/**
 * All invariants of one scheduler, from its first outcome on. Costs a few hundred nanoseconds for each outcome and memory for
 * each job that the scheduler knows. Whoever drives the machine calls it, on one thread.
 */
public final class Invariants {
    /**
     * How many outcomes come between two audits, at the least. Where there are more jobs than that, as many as there are
     * rows to look at: an audit looks at all of them, and a simulation of a million jobs is to end.
     */
    public static final int OUTCOMES_PER_AUDIT = 1_024;

    private final Ledger ledger = new Ledger();
    private long now;
    private final Audit audit = new Audit(ledger);
    private final CapacityConserved capacity = new CapacityConserved(ledger);
    private final TimeoutsKept timeouts = new TimeoutsKept(ledger, () -> now);
    private final HostsKept hostsKept = new HostsKept(ledger, () -> now);
    private final LifeCycle lifeCycle = new LifeCycle(ledger);
    private final NodesTogether nodesTogether;
    private final Outcomes watching;
    private long audited;

    /** Of a scheduler that has not begun. */
    public Invariants() {
        Outcomes rules = new Tee(capacity, new AttemptsInOrder(ledger));
        rules = new Tee(rules, new GatesBeforeStarts(ledger));
        rules = new Tee(rules, new LanesInOrder(ledger));
        rules = new Tee(rules, new EndsOnce(ledger));
        rules = new Tee(rules, new OnlySuccessInherited(ledger));
        rules = new Tee(rules, hostsKept);
        rules = new Tee(rules, timeouts);
        rules = new Tee(rules, new BoundsKept(ledger, () -> now));
        rules = new Tee(rules, lifeCycle);
        rules = new Tee(rules, new LimitsKept(ledger));
        rules = new Tee(rules, new SharesInTurn(ledger, () -> now));
        nodesTogether = new NodesTogether(ledger, new Tee(rules, ledger));
        watching = nodesTogether;
    }

    /**
     * Has to hear of every outcome, in order.
     *
     * <p>Its methods throw {@link BrokenInvariantException} at an outcome that must not be.
     */
    public Outcomes watching() {
        return watching;
    }

    /** Has to hear of the time of each batch before its outcomes, in micros since 1970. */
    public void time(long micros) {
        nodesTogether.betweenBatches();
        now = micros;
    }

    /**
     * Checks what holds whenever the machine has nothing more to do at this time. Between batches.
     *
     * @throws BrokenInvariantException if it does not
     */
    public void atRest() {
        capacity.atRest();
        timeouts.atRest();
        hostsKept.atRest();
    }

    /**
     * Compares the tables with what was heard, if enough was heard since the last time. Between batches.
     *
     * @throws BrokenInvariantException if they differ, or are not right in themselves
     */
    public void auditIfDue(Machine machine) {
        int rows = machine.state().jobs.rows().limit();
        if (ledger.heard() - audited >= Math.max(OUTCOMES_PER_AUDIT, rows)) {
            audit(machine);
        }
    }

    /**
     * Compares the tables with what was heard. Between batches.
     *
     * @throws BrokenInvariantException if they differ, or are not right in themselves
     */
    public void audit(Machine machine) {
        audited = ledger.heard();
        audit.of(machine);
    }

    /** The rows of the life cycle that were taken. */
    public Set<Transition> taken() {
        return lifeCycle.taken();
    }

    /** The numbers of the jobs (no children) that have not ended, in the order in which they came. */
    public List<Long> open() {
        return ledger.jobs().stream()
                .filter(job -> !job.hasEnded())
                .map(job -> job.number)
                .toList();
    }

    /**
     * The numbers of the jobs that have not ended although nothing is in their way: neither a person nor another job. Asked
     * when nothing happens any more, and there is room for everything.
     */
    public List<Long> stuck() {
        return new Stuck(ledger).jobs();
    }

    /** How many attempts have been placed and have not ended. */
    public int running() {
        return ledger.running();
    }

    /** How many jobs were accepted. */
    public int accepted() {
        return ledger.accepted();
    }
}
