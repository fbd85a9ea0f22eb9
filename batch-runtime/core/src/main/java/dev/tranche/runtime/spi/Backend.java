package dev.tranche.runtime.spi;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MultiNodeJobDefinition;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Runs the attempts of one compute environment.
 *
 * <p>Threads: {@link #launch}, {@link #stop}, {@link #release}, {@link #forget} and {@link #inventory} are called by one
 * dispatcher thread, one at a time, in the order the scheduler decided; they start the work and return. {@link #refusal},
 * {@link #capabilities} and {@link #log} are called by any thread. A call that throws counts as the answer "did not
 * happen": for a launch that is {@link AttemptEnd.StartFailed}.
 */
public interface Backend extends AutoCloseable {
    /**
     * What this backend really does, so that nothing is promised that the engine underneath ignores.
     *
     * @return the capabilities, the same for the life of the backend
     */
    Set<Capability> capabilities();

    /**
     * Why this backend could never run a definition, for example a container image given to a backend of processes. Asked
     * when a job is submitted, on the submitting thread; fast, no waiting.
     *
     * @param definition the definition with the overrides of the request applied
     * @return a sentence that names the field and the fix, or empty if the definition can run here
     */
    Optional<String> refusal(JobDefinition definition);

    /**
     * Why nothing can run in the environment as it is now, for example since its cluster is gone or a right is missing; AWS:
     * {@code status INVALID} with {@code statusReason}. Its hosts are draining meanwhile. Asked when somebody wants to know
     * why a job waits; any thread, fast, no waiting.
     *
     * @return a sentence that names the cause and the fix, empty if all is well
     */
    default Optional<String> invalid() {
        return Optional.empty();
    }

    /**
     * What the start of an attempt that was launched waits for, for example a rate of calls. Asked when somebody wants to know
     * why a job does not run yet; any thread, fast, no waiting.
     *
     * @param attempt the attempt
     * @return a sentence with the numbers, empty if it does not wait or that is not known
     */
    default Optional<String> startWait(AttemptId attempt) {
        return Optional.empty();
    }

    /**
     * Why this backend could never run the nodes of a multi-node job together, apart from what each of them asks for. Asked
     * before {@link #refusal(JobDefinition)} is for each range of nodes; the same rules.
     *
     * @param definition the definition with the overrides of the request applied
     * @return a sentence that names the field and the fix, or empty if nodes can run together here
     */
    default Optional<String> refusal(MultiNodeJobDefinition definition) {
        return capabilities().contains(Capability.MULTI_NODE)
                ? Optional.empty()
                : Optional.of("its backend runs no multi-node jobs");
    }

    /**
     * What a definition means now, if its environment asks for that: a name that can mean something else at the launch gives
     * way to what it stands for, for example a tag to a digest. Asked when a job is submitted, on the submitting thread,
     * before {@link #refusal(JobDefinition)}; may wait for the answer of an engine.
     *
     * @param definition the definition with the overrides of the request applied
     * @return the definition to run in its place; the same if nothing was asked for
     * @throws IllegalArgumentException if nobody can say what it means now; the job is refused with these words
     */
    default JobDefinition pinned(JobDefinition definition) {
        return definition;
    }

    /**
     * Starts an attempt. The answer comes as reports: started, then ended. A second launch under the same
     * {@link AttemptId} starts nothing and repeats the reports of the first.
     *
     * @param launch what to start, where
     */
    void launch(Launch launch);

    /**
     * Asks an attempt to end: SIGTERM, after the grace SIGKILL, to everything it started. No effect on an attempt that has
     * ended; an attempt whose start is still under way is not started, or stopped as soon as it runs.
     *
     * @param attempt the attempt
     * @param grace the time between SIGTERM and SIGKILL, not negative
     */
    void stop(AttemptId attempt, Duration grace);

    /**
     * Gets hosts. Only asked of a backend that has reported {@linkplain Reports#hostTypes types of host}. The answer comes as
     * {@link Reports#hostsProvided}; what was given joins later, or its loss is reported. A second call under the same number
     * gets nothing more and repeats the answer to the first.
     *
     * @param request what is wanted
     */
    default void provide(HostRequest request) {
        throw new IllegalStateException("the backend reported types of host, and gets none: " + request);
    }

    /**
     * Says which hosts that were got with {@link #provide} the scheduler still has, of an earlier opening of its journal: once, for
     * an environment that grows and shrinks, after the inventory. The loss of those that are not there any more is reported. One
     * that is there, and that is neither among these nor given by a request that is repeated, is nobody's and is ended.
     *
     * @param hosts the hosts, none in a runtime that is new
     */
    default void hostsKept(Collection<HostId> hosts) {}

    /**
     * Gives a host back that was got with {@link #provide} and runs nothing, or has not joined for long. Its end is reported as a
     * loss; of one that is not there (any more) at once. A second call changes nothing.
     *
     * @param host the host
     * @param reason a sentence for people
     */
    default void giveBack(HostId host, String reason) {
        throw new IllegalStateException("the backend got no hosts, and gives none back: " + host);
    }

    /**
     * Frees what an ended attempt holds; its end has been recorded durably and is not asked for again. Its log stays until
     * {@link #forget}.
     *
     * @param attempt the attempt
     */
    void release(AttemptId attempt);

    /**
     * Removes what is left of a job, its logs included: the job has left the runtime's memory.
     *
     * @param job the job
     * @param attempts how many attempts it had
     */
    void forget(JobId job, int attempts);

    /**
     * A workflow run that failed is run again: the directory that its jobs shared, and that was kept, is the one of the new
     * run, whose jobs find in it what jobs wrote that do not run again. Said before any job of the new run is launched; one
     * that is not there is fine.
     *
     * @param run the identity of the new run
     * @param earlier the identity of the run that failed
     */
    default void runContinued(JobId run, JobId earlier) {}

    /**
     * Removes the directory that the jobs of a workflow run shared, or keeps it for a person to look at.
     *
     * @param run the identity of the run
     * @param keep whether the run failed, so that its files are kept
     */
    default void runEnded(JobId run, boolean keep) {}

    /**
     * What became of attempts, asked after a restart or a doubt. Of a journaled runtime it is asked once when it opens, before
     * anything is launched, for all attempts whose end is not recorded; every other attempt can be released then.
     *
     * @param attempts the attempts asked for
     * @return for each of them its state; completes exceptionally if the engine cannot be asked now
     */
    CompletionStage<Map<AttemptId, AttemptState>> inventory(Collection<AttemptId> attempts);

    /**
     * The output of an attempt that was launched here.
     *
     * @param attempt the attempt
     * @return its log; empty text if nothing was ever written or it has been forgotten
     */
    AttemptLog log(AttemptId attempt);

    /**
     * Ends the backend. Of a runtime that is not journaled everything still running is killed and everything left is
     * removed; of a journaled one what runs goes on. Returns when that is done. A second call does nothing.
     */
    @Override
    void close();
}
