package dev.tranche.runtime;

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
    public JobHandle child(int index) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException(
                    "array job " + array.facts().name() + " has the children 0 to " + (size() - 1) + ": " + index);
        }
        return new SubmittedJob(array.child(index), door());
    }
}
