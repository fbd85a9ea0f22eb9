package dev.tranche.runtime.internal.machine;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.tranche.runtime.internal.policy.GangPacking;
import dev.tranche.runtime.internal.policy.Gates;
import dev.tranche.runtime.internal.policy.Reserving;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.Lanes;
import dev.tranche.runtime.internal.state.Ledger;
import dev.tranche.runtime.internal.state.Provisioning;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberSubstitution;

/** A bug that is planted into one method of the scheduler, in the bytes of its class: the sources know nothing of it. */
enum PlantedBug {
    OLD_REPORT(
            "a report of an old attempt counts for the one that runs",
            Attempts.class,
            advice(BugAdvice.AnyAttempt.class, "owned")),
    LOST_WAKE_UP("a host on which something ends wakes no lane", Apply.class, without("wake", "freed")),
    DOUBLE_RELEASE(
            "the end of an attempt gives back twice what it took",
            Hosts.class,
            advice(BugAdvice.GiveBackTwice.class, "take")),
    EARLY_GATE(
            "a gate opens while one thing is still waited for",
            Dependencies.class,
            advice(BugAdvice.ForgetLastEdge.class, "openIfReady")),
    FAILURE_COUNTS(
            "a dependency that failed counts as met", Dependencies.class, advice(BugAdvice.NoCause.class, "unmet")),
    ENDLESS_RETRY(
            "a failed attempt is always tried again", Retries.class, advice(BugAdvice.ReturnTrue.class, "isRetried")),
    STOPPED_SUCCESS(
            "exit code 0 is a success, whatever was asked before",
            Attempts.class,
            advice(BugAdvice.ZeroIsSuccess.class, "verdict")),
    ARMED_DEADLINE("the deadline of an attempt outlives it", Apply.class, without("disarm", "attemptEnded")),
    NO_TIMEOUT("no timeout is armed when an attempt starts", Apply.class, without("arm", "attemptStarted")),
    LAST_FIRST(
            "who comes back to his lane stands behind those that came after him",
            Lanes.class,
            advice(BugAdvice.ReturnTrue.class, "isBefore")),
    CHILD_TWICE("a child of an array is given out again", Apply.class, without("cursor", "childPlaced")),
    RESERVATION_IGNORED(
            "hosts that are kept for a job take any other",
            Reserving.class,
            advice(BugAdvice.ReturnTrue.class, "admits")),
    LOST_HOST("what ran on a lost host goes on", Fleet.class, without("lost", "lost")),
    FORGETFUL_CHECKPOINT("a checkpoint leaves deadlines out", Checkpoint.class, without("of", "restored")),
    FORGETFUL_ORDER(
            "a checkpoint forgets which place in a queue was given away last",
            Checkpoint.class,
            without("orderRestored", "write")),
    MEMORY_OF_PASSES(
            "who is next depends on when a pass found out what the others lack",
            Lanes.class,
            advice(BugAdvice.ReturnTrue.class, "isWithheld")),
    SHARE_NOT_CHARGED("what a share takes is not charged to it", Ledger.class, without("placed", "placed")),
    LIMIT_IGNORED(
            "a queue starts more jobs than its limit", Gates.class, advice(BugAdvice.ReturnFalse.class, "isFull")),
    ENDLESS_STOCK("what is taken of a consumable resource is not missing", Ledger.class, without("take", "take")),
    NODES_ALONE("the nodes of a job are packed as if each were alone", GangPacking.class, without("take", "tryGrid")),
    FAILURE_INHERITED(
            "a child that failed is taken over when its array runs again",
            Reruns.class,
            advice(BugAdvice.EveryChild.class, "children")),
    STALE_CLEAN_UP(
            "what succeeded after something that runs again is taken over",
            Reruns.class,
            advice(BugAdvice.ReturnFalse.class, "isAfterWhatRuns")),
    SILENT_END("what waits for a job is not told of its end", Apply.class, without("toTell", "jobEnded")),
    UNBOUNDED_GROWTH(
            "hosts that were asked for do not count against the bounds",
            Provisioning.class,
            without("count", "requested")),
    BUSY_HOST_ENDS("a host on which something runs counts as idle", Apply.class, without("idleSince", "busy"));

    private static final Set<PlantedBug> OF_SCALING = EnumSet.of(UNBOUNDED_GROWTH, BUSY_HOST_ENDS);

    private final String what;
    private final Class<?> in;
    private final AsmVisitorWrapper change;

    PlantedBug(String what, Class<?> in, AsmVisitorWrapper change) {
        this.what = what;
        this.in = in;
        this.change = change;
    }

    /** A method with other code before or after its own. */
    private static AsmVisitorWrapper advice(Class<?> advice, String method) {
        return Advice.to(advice).on(named(method));
    }

    /** A method in which calls of another are left out; what they return is 0 or null. */
    private static AsmVisitorWrapper without(String call, String method) {
        return MemberSubstitution.strict().method(named(call)).stub().on(named(method));
    }

    /** Whether only environments that grow and shrink have it. */
    boolean isOfScaling() {
        return OF_SCALING.contains(this);
    }

    /** The class with the bug, by its name. */
    Map<String, byte[]> planted() throws IOException {
        return Map.of(in.getName(), RewritingClassLoader.rewritten(in, change));
    }

    @Override
    public String toString() {
        return what;
    }
}
