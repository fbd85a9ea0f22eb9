package dev.tranche.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request for many jobs of the same kind, told apart by {@code AWS_BATCH_JOB_ARRAY_INDEX}; AWS: {@code SubmitJob} with
 * {@code arrayProperties}. What a child runs is said before {@code array(n)}; every method returns a new request.
 *
 * <pre>{@code
 * job("call", call).memory(gib(4)).array(24).afterEach(aligned)
 * }</pre>
 */
public final class ArrayJobRequest extends Value implements Submission {
    private static final int MIN_SIZE = 2;

    static final Setting<JobRequest> EACH = Setting.of("each");
    static final Setting<Integer> SIZE = Setting.of("size");
    static final Setting<Boolean> SEQUENTIAL = Setting.of("sequential");
    static final Setting<Integer> STOP_AFTER_FAILURES = Setting.of("stop after failures");

    private final Settings settings;

    private ArrayJobRequest(Settings settings) {
        this.settings = settings;
    }

    static ArrayJobRequest of(JobRequest each, int size) {
        Check.range("array size", size, MIN_SIZE, Integer.MAX_VALUE);
        return new ArrayJobRequest(Settings.NONE.with(EACH, each).with(SIZE, size));
    }

    /**
     * Waits until all of them have succeeded; AWS: {@code dependsOn}.
     *
     * @param first what the whole array waits for
     * @param others more of them
     * @return the new request
     */
    public ArrayJobRequest after(Predecessor first, Predecessor... others) {
        return with(each().after(first, others));
    }

    /**
     * Waits until all of them have succeeded; AWS: {@code dependsOn}.
     *
     * @param all what the whole array waits for, perhaps nothing
     * @return the new request
     */
    public ArrayJobRequest after(Iterable<? extends Predecessor> all) {
        return with(each().after(all));
    }

    /**
     * Waits until all of them have ended, well or not. AWS has no such dependency.
     *
     * @param first what the whole array waits for
     * @param others more of them
     * @return the new request
     */
    public ArrayJobRequest afterAny(Predecessor first, Predecessor... others) {
        return with(each().afterAny(first, others));
    }

    /**
     * Waits until all of them have failed. AWS has no such dependency.
     *
     * @param first what the whole array waits for
     * @param others more of them
     * @return the new request
     */
    public ArrayJobRequest afterFailure(Predecessor first, Predecessor... others) {
        return with(each().afterFailure(first, others));
    }

    /**
     * Lets each child wait for the success of the other array's child with the same index; AWS: {@code dependsOn} of
     * {@code type N_TO_N}.
     *
     * @param array an array of the same size
     * @return the new request
     * @throws IllegalArgumentException if the sizes differ
     */
    public ArrayJobRequest afterEach(ArrayPredecessor array) {
        if (array.size() != size()) {
            throw new IllegalArgumentException("afterEach needs arrays of the same size: " + array.key() + " has "
                    + array.size() + " children, " + name() + " has " + size());
        }
        return with(each().childByChild(array));
    }

    /**
     * Runs the children one after the other, each after the success of the one before; AWS: {@code dependsOn} of
     * {@code type SEQUENTIAL}.
     *
     * @return the new request
     */
    public ArrayJobRequest sequential() {
        return new ArrayJobRequest(settings.with(SEQUENTIAL, true));
    }

    /**
     * Starts no more children once so many have failed. AWS goes on to the last.
     *
     * @param failures from 1 to the size of the array
     * @return the new request
     * @throws IllegalArgumentException if the number is out of its range
     */
    public ArrayJobRequest stopAfterFailures(int failures) {
        Check.range("number of failures to stop after", failures, 1, size());
        return new ArrayJobRequest(settings.with(STOP_AFTER_FAILURES, failures));
    }

    /**
     * Submits the job held: it waits until somebody releases it. Of an array, no child starts. AWS cannot hold a job.
     *
     * @return the new request
     */
    public ArrayJobRequest held() {
        return with(each().held());
    }

    private ArrayJobRequest with(JobRequest each) {
        return new ArrayJobRequest(settings.with(EACH, each));
    }

    @Override
    Settings spec() {
        return settings;
    }

    /**
     * What each child runs, and what the array as a whole waits for.
     *
     * @return the request that became an array
     */
    public JobRequest each() {
        return settings.get(EACH);
    }

    /**
     * How many children; AWS: {@code arrayProperties.size}.
     *
     * @return at least 2
     */
    public int size() {
        return settings.get(SIZE);
    }

    /**
     * Whether the children run one after the other; AWS: {@code SEQUENTIAL}.
     *
     * @return true if it has been said
     */
    public boolean isSequential() {
        return settings.has(SEQUENTIAL);
    }

    /**
     * After how many failures no more children start; in JSON under {@code tranche}.
     *
     * @return the number, if said
     */
    public OptionalInt stopAfterFailures() {
        return settings.number(STOP_AFTER_FAILURES);
    }

    @Override
    public String name() {
        return each().name();
    }

    @Override
    public List<Dependency> dependencies() {
        return each().dependencies();
    }

    @Override
    public Optional<JobQueue> queue() {
        return each().queue();
    }

    @Override
    public Optional<String> share() {
        return each().share();
    }

    @Override
    public Optional<String> clientToken() {
        return each().clientToken();
    }

    @Override
    public boolean isHeld() {
        return each().isHeld();
    }
}
