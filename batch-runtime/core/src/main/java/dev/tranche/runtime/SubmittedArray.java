package dev.tranche.runtime;

import dev.tranche.model.Explanation;
import java.util.List;

/** The handle of an array job. */
final class SubmittedArray extends SubmittedJob implements ArrayJobHandle {
    private final LiveArray array;

    SubmittedArray(LiveArray array, Door door) {
        super(array, door);
        this.array = array;
    }

    @Override
    public Object key() {
        return id();
    }

    @Override
    public int size() {
        return array.facts().arraySize();
    }

    @Override
    public ArrayJobHandle rerunFailed() {
        door().ensureOpen();
        door().ensureWaitAllowed("rerunFailed");
        JobSnapshot now = array.published();
        RunFacts run = array.facts().run();
        BatchException never = array.failure();
        if (never != null) {
            throw Failures.here(never);
        }
        if (!now.ended()) {
            Explanation why = explain();
            throw new StillRunningException(
                    what() + " has not ended, so what of it fails is not known; await its end: " + why, List.of(why));
        }
        if (now.succeeded()) {
            throw new OperationRefusedException(what() + " has succeeded: there is nothing of it to run again");
        }
        if (run != null) {
            throw new OperationRefusedException(what() + " belongs to workflow run " + run.workflow() + " (" + run.id()
                    + "); run that again, with rerunFailed on the run");
        }
        return new Rerun(door()).call(array).enterAndWait();
    }

    private String what() {
        return "array job " + array.facts().name() + " (" + id() + ")";
    }

    @Override
    public JobHandle child(int index) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException(
                    "array job " + array.facts().name() + " has the children 0 to " + (size() - 1) + ": " + index);
        }
        return new SubmittedJob(array.child(index), door());
    }
}
