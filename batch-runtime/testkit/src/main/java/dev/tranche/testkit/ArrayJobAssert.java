package dev.tranche.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.ArrayJobHandle;

/** Assertions about an array job and its children. */
public final class ArrayJobAssert extends AbstractJobAssert<ArrayJobAssert> {
    private final ArrayJobHandle array;

    ArrayJobAssert(ArrayJobHandle array) {
        super(array.describe(), array, ArrayJobAssert.class);
        this.array = array;
    }

    /**
     * So many of its children are in a state.
     *
     * @param count the number
     * @param status the state
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public ArrayJobAssert hasChildren(int count, JobStatus status) {
        int there = actual.array().map(children -> children.count(status)).orElse(0);
        return expect(there == count, "with " + count + " children that are " + status);
    }

    /**
     * Goes on with one of its children.
     *
     * @param index the index, from 0
     * @return assertions about the child
     */
    public JobAssert child(int index) {
        return BatchAssertions.assertThat(array.child(index));
    }
}
