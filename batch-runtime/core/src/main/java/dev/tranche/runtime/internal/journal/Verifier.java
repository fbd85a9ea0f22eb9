package dev.tranche.runtime.internal.journal;

import dev.tranche.runtime.internal.machine.Inputs;
import dev.tranche.runtime.internal.machine.Machine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides again what a journal says was decided, of the inputs that it says. What comes out is the same, frame by frame, as long
 * as the logic is: a decision follows from the state alone, so it does not matter where this begins. One thread at a time.
 */
public final class Verifier {
    private final long runtimeId;
    private final FrameEncoder encoder = new FrameEncoder();
    private Machine machine;
    private int terminalJobsKept;
    private long epoch;

    /**
     * One before the first frame.
     *
     * @param runtimeId the identity of the runtime
     */
    public Verifier(long runtimeId) {
        this.runtimeId = runtimeId;
        this.machine = new Machine(runtimeId, encoder, 0);
    }

    /** The machine as it is after the last frame. */
    public Machine machine() {
        return machine;
    }

    /** Whether a frame says of what it was decided. */
    public static boolean canDecide(byte[] frame, int length) {
        return InputDecoder.hasInputs(frame, length);
    }

    /** What was said in a frame, a line for each input that had an outcome, after the one before was taken in. */
    public List<String> inputs(byte[] frame, int length) {
        List<String> lines = new ArrayList<>();
        if (canDecide(frame, length)) {
            new InputDecoder(frame, length, machine.state().specs::peek).tell(CallTexts.inputs(lines));
        }
        return lines;
    }

    /** Takes a frame in as it is. */
    public void fold(byte[] frame, int length) {
        machine.foldTime(FrameDecoder.time(frame));
        FrameDecoder.decode(frame, length, machine.fold());
        epoch = 0; // what is left over is not known any more
    }

    /**
     * Decides a frame again; one that says no inputs is taken in as it is.
     *
     * @return null if the same comes out; otherwise the first difference, and this is of no use any more
     */
    public @Nullable String decide(byte[] frame, int length) {
        if (!canDecide(frame, length)) {
            fold(frame, length);
            return null;
        }
        InputDecoder inputs = new InputDecoder(frame, length, machine.state().specs::peek);
        prepare(FrameDecoder.epoch(frame), inputs.terminalJobsKept());
        long time = FrameDecoder.time(frame);
        encoder.begin(time, epoch);
        machine.begin(time);
        inputs.tell(machine);
        machine.place();
        encoder.finish();
        return isSame(frame) ? null : difference(frame, length, inputs.logic());
    }

    /** In each opening the runtime had a machine that was built anew. */
    private void prepare(long nextEpoch, int nextTerminalJobsKept) {
        if (nextEpoch == epoch && nextTerminalJobsKept == terminalJobsKept) {
            return;
        }
        Machine fresh = new Machine(runtimeId, encoder, nextTerminalJobsKept);
        fresh.foldTime(machine.state().now());
        machine.checkpoint(fresh.fold());
        fresh.recover();
        machine = fresh;
        epoch = nextEpoch;
        terminalJobsKept = nextTerminalJobsKept;
    }

    private boolean isSame(byte[] frame) {
        return Arrays.equals(
                frame,
                Frame.outcomes(frame),
                Frame.inputs(frame),
                encoder.bytes(),
                Frame.outcomes(encoder.bytes()),
                Frame.inputs(encoder.bytes()));
    }

    private String difference(byte[] frame, int length, int logic) {
        List<String> then = new ArrayList<>();
        List<String> now = new ArrayList<>();
        FrameDecoder.decode(frame, length, CallTexts.outcomes(then));
        FrameDecoder.decode(encoder.bytes(), encoder.length(), CallTexts.outcomes(now));
        int at = 0;
        while (at < then.size() && at < now.size() && then.get(at).equals(now.get(at))) {
            at++;
        }
        String whose = logic == Inputs.LOGIC ? "" : " by logic " + logic + ", now it is logic " + Inputs.LOGIC;
        return "outcome " + (at + 1) + " was decided otherwise" + whose + ": then " + outcome(then, at) + ", now "
                + outcome(now, at);
    }

    private static String outcome(List<String> all, int at) {
        return at < all.size() ? all.get(at) : "nothing more";
    }
}
