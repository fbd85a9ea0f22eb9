package dev.tranche.runtime.internal.journal;

import com.google.common.primitives.Ints;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.internal.machine.StopCause;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.zip.CRC32C;

/** Reads frames back as the calls they were written from. Any thread. */
public final class FrameDecoder {
    private static final DependencyKind[] DEPENDENCY_KINDS = DependencyKind.values();
    private static final StopCause[] STOP_CAUSES = StopCause.values();
    private static final Verdict[] VERDICTS = Verdict.values();
    private static final EndCause[] END_CAUSES = EndCause.values();
    private static final JobStatus[] JOB_STATUSES = JobStatus.values();

    private FrameDecoder() {}

    /** The event time of a frame. */
    public static long time(byte[] frame) {
        return Frame.longAt(frame, Frame.TIME);
    }

    /** The number of the opening in which a frame was written. */
    public static long epoch(byte[] frame) {
        return Frame.longAt(frame, Frame.EPOCH);
    }

    /**
     * Checks a frame and makes its calls, in order.
     *
     * @throws DamagedFrameException if it is not a whole frame of this version with the right checksum; then no call was made
     */
    public static void decode(byte[] frame, int length, Outcomes into) {
        check(frame, length);
        FrameReader in = new FrameReader(frame, Frame.outcomes(frame), Frame.inputs(frame));
        while (in.hasMore()) {
            decodeOne(in, into);
        }
    }

    private static void check(byte[] frame, int length) {
        if (length < Frame.FIRST_HEADER || Frame.intAt(frame, Frame.LENGTH) != length) {
            throw new DamagedFrameException("a frame of " + length + " bytes has another length in its header");
        }
        checkVersion(Frame.intAt(frame, Frame.MAGIC));
        CRC32C checksum = new CRC32C();
        checksum.update(frame, Frame.TIME, length - Frame.TIME);
        if ((int) checksum.getValue() != Frame.intAt(frame, Frame.CHECKSUM)) {
            throw new DamagedFrameException("a frame of " + length + " bytes has a wrong checksum");
        }
    }

    private static void checkVersion(int magic) {
        if ((magic ^ Frame.MAGIC_AND_VERSION) << Byte.SIZE != 0) {
            throw new DamagedFrameException("it does not begin as a frame does");
        }
        if (Frame.version(magic) < 1 || Frame.version(magic) > Frame.VERSION) {
            throw new DamagedFrameException("it is of version " + Frame.version(magic)
                    + ", and this release reads versions 1 to " + Frame.VERSION
                    + "; open it with the release that wrote it");
        }
    }

    private static void decodeOne(FrameReader in, Outcomes into) {
        int tag = in.tag();
        switch (tag) {
            case Tag.ENVIRONMENT_ADDED -> into.environmentAdded(in.number(), in.text(), in.number());
            case Tag.QUEUE_ADDED -> into.queueAdded(in.queue());
            case Tag.HOST_JOINED ->
                into.hostJoined(
                        in.number(), in.number(), in.text(), in.number(), in.number(), in.number(), in.number());
            case Tag.HOST_RESIZED -> into.hostResized(in.number(), in.number(), in.number(), in.number(), in.number());
            case Tag.HOST_HELD -> into.hostHeld(in.number(), in.number(), in.number(), in.number(), in.number());
            case Tag.HOST_DRAINING -> into.hostDraining(in.number(), in.text());
            case Tag.HOST_LOST -> into.hostLost(in.number(), in.text());
            case Tag.ENVIRONMENT_SCALES -> into.environmentScales(in.number(), in.scalingRules());
            case Tag.HOST_TYPE_OFFERED -> into.hostTypeOffered(in.number(), in.number(), in.hostType());
            case Tag.HOST_TYPE_MEASURED ->
                into.hostTypeMeasured(in.number(), in.number(), in.number(), in.number(), in.number());
            case Tag.HOST_TYPE_WITHHELD ->
                into.hostTypeWithheld(
                        in.number(), in.number(), in.number(), in.longNumber(), in.longNumber(), in.text());
            case Tag.HOSTS_REQUESTED ->
                into.hostsRequested(
                        in.number(),
                        new HostRequest(
                                in.longNumber(),
                                Ints.asList(in.numbers()),
                                in.number(),
                                in.number(),
                                in.longNumber(),
                                in.longNumber()));
            case Tag.HOST_LAUNCHED ->
                into.hostLaunched(
                        in.number(),
                        in.longNumber(),
                        in.text(),
                        in.number(),
                        in.number(),
                        in.longNumber(),
                        in.longNumber());
            case Tag.HOST_REQUEST_ANSWERED -> into.hostRequestAnswered(in.number(), in.longNumber());
            case Tag.HOST_ABANDONED -> into.hostAbandoned(in.number(), in.text(), in.text());
            case Tag.HOST_END_DECIDED -> into.hostEndDecided(in.number(), in.text(), in.text());
            case Tag.PROVISIONING_RESTORED -> into.provisioningRestored(in.number(), in.longNumber(), in.longNumber());
            case Tag.HOST_IDLE_RESTORED -> into.hostIdleRestored(in.number(), in.text(), in.longNumber());
            case Tag.HOSTS_DUE -> into.hostsDue(in.longNumber());
            case Tag.ORDER_RESTORED -> into.orderRestored(in.longNumber());
            case Tag.SPEC_INTERNED -> into.specInterned(in.number(), in.spec());
            case Tag.WORKFLOW_OPENED -> into.workflowOpened(in.job(), in.text());
            case Tag.WORKFLOW_SEALED -> into.workflowSealed(in.job());
            case Tag.WORKFLOW_ENDED -> into.workflowEnded(in.job(), in.flag());
            case Tag.JOB_ACCEPTED ->
                into.jobAccepted(
                        in.job(),
                        in.text(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.flag(),
                        in.job(),
                        in.text(),
                        in.number());
            case Tag.JOB_RERUN -> into.jobRerun(in.job(), in.job(), in.flag(), in.longNumbers());
            case Tag.TOKEN_BOUND -> into.tokenBound(in.job(), in.text(), in.longNumber());
            case Tag.EDGE_ADDED -> into.edgeAdded(in.job(), in.number(), in.job(), in.choice(DEPENDENCY_KINDS));
            case Tag.EDGE_RESOLVED -> into.edgeResolved(in.job(), in.number());
            case Tag.GATE_OPENED -> into.gateOpened(in.job(), in.number(), in.longNumber());
            case Tag.JOB_HELD -> into.jobHeld(in.job(), in.number(), in.text());
            case Tag.HEAD_BLOCKED -> into.headBlocked(in.number(), in.job(), in.number(), in.longNumber());
            case Tag.HOSTS_RESERVED -> into.hostsReserved(in.job(), in.number(), in.numbers(), in.longNumber());
            case Tag.RESERVATION_ENDED -> into.reservationEnded(in.job(), in.number());
            case Tag.ATTEMPT_PLACED -> into.attemptPlaced(in.job(), in.number(), in.number(), in.number());
            case Tag.NODES_LAUNCHED -> into.nodesLaunched(in.job(), in.number());
            case Tag.MAIN_END_RESTORED ->
                into.mainEndRestored(in.job(), in.choice(VERDICTS), in.number(), in.nullable(), in.text());
            case Tag.ATTEMPT_STARTED -> into.attemptStarted(in.job(), in.number(), in.number(), in.longNumber());
            case Tag.STOP_REQUESTED ->
                into.stopRequested(
                        in.job(), in.number(), in.number(), in.choice(STOP_CAUSES), in.text(), in.longNumber());
            case Tag.ATTEMPT_ENDED ->
                into.attemptEnded(
                        in.job(),
                        in.number(),
                        in.number(),
                        in.choice(VERDICTS),
                        in.number(),
                        in.nullable(),
                        in.text(),
                        in.longNumber());
            case Tag.RETRY_AT -> into.retryAt(in.job(), in.number(), in.longNumber());
            case Tag.JOB_ENDED ->
                into.jobEnded(in.job(), in.number(), in.choice(JOB_STATUSES), in.choice(END_CAUSES), in.nullable());
            case Tag.ARRAY_STOPPED -> into.arrayStopped(in.job(), in.choice(END_CAUSES), in.text());
            case Tag.JOB_FORGOTTEN -> into.jobForgotten(in.job());
            case Tag.INPUT_QUARANTINED -> into.inputQuarantined(in.text(), in.text());
            case Tag.JOB_RESTORED ->
                into.jobRestored(
                        in.job(),
                        in.number(),
                        in.choice(JOB_STATUSES),
                        in.number(),
                        in.longNumber(),
                        in.number(),
                        in.number(),
                        in.longNumber(),
                        in.nullable());
            case Tag.ARRAY_RESTORED ->
                into.arrayRestored(in.job(), in.number(), in.number(), in.longNumbers(), in.longNumbers());
            case Tag.QUEUE_DISABLED -> into.queueDisabled(in.number(), in.text());
            case Tag.QUEUE_ENABLED -> into.queueEnabled(in.number());
            case Tag.ENVIRONMENT_DISABLED -> into.environmentDisabled(in.number(), in.text());
            case Tag.ENVIRONMENT_ENABLED -> into.environmentEnabled(in.number());
            case Tag.CONSUMABLE_ADDED -> into.consumableAdded(in.number(), in.text(), in.longNumber(), in.flag());
            case Tag.CONSUMABLE_RESIZED -> into.consumableResized(in.number(), in.longNumber());
            case Tag.SHARE_RESTORED ->
                into.shareRestored(in.number(), in.text(), in.longNumber(), in.longNumber(), in.longNumbers());
            case Tag.JOB_MOVED ->
                into.jobMoved(in.job(), in.number(), in.number(), in.text(), in.number(), in.number(), in.longNumber());
            case Tag.JOB_LIMITED -> into.jobLimited(in.job(), in.number(), in.longNumber());
            case Tag.WORKFLOW_STOPPED -> into.workflowStopped(in.job(), in.choice(END_CAUSES), in.text());
            case Tag.JOB_RELEASED -> into.jobReleased(in.job(), in.number());
            case Tag.CHILD_PARKED -> into.childParked(in.job(), in.number());
            case Tag.SETBACKS_RESTORED ->
                into.setbacksRestored(
                        in.job(), in.number(), in.number(), in.number(), in.longNumber(), in.longNumber());
            case Tag.SETBACKS_RESTORED_BEFORE_NOT_PLACED ->
                into.setbacksRestored(in.job(), in.number(), in.number(), 0, in.longNumber(), in.longNumber());
            default -> throw new DamagedFrameException("no outcome has the tag " + tag);
        }
    }
}
