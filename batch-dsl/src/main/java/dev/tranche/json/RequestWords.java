package dev.tranche.json;

import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.Predecessor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The words that say of a request where, on whose account and after what it runs: both kinds have them, and no type in
 * common.
 *
 * @param <R> the kind of request
 */
record RequestWords<R>(
        BiFunction<R, JobQueue, R> queue,
        BiFunction<R, String, R> share,
        BiFunction<R, String, R> clientToken,
        UnaryOperator<R> held,
        BiFunction<R, Predecessor, R> after,
        BiFunction<R, Predecessor, R> afterAny,
        BiFunction<R, Predecessor, R> afterFailure) {
    static final RequestWords<JobRequest> JOB = new RequestWords<>(
            JobRequest::queue,
            JobRequest::share,
            JobRequest::clientToken,
            JobRequest::held,
            JobRequest::after,
            JobRequest::afterAny,
            JobRequest::afterFailure);
    static final RequestWords<MultiNodeJobRequest> NODES = new RequestWords<>(
            MultiNodeJobRequest::queue,
            MultiNodeJobRequest::share,
            MultiNodeJobRequest::clientToken,
            MultiNodeJobRequest::held,
            MultiNodeJobRequest::after,
            MultiNodeJobRequest::afterAny,
            MultiNodeJobRequest::afterFailure);

    R read(ShapeReader in, DependencyMapper.Read waits, R request, BiFunction<ShapeReader, Node, JobQueue> queues) {
        R queued = in.changed(request, "jobQueue", name -> queues.apply(in, name), queue);
        R shared = in.changed(queued, "shareIdentifier", Node::text, share);
        R known = in.changed(shared, "clientToken", Node::text, clientToken);
        R holding = in.changed(known, "held", Node::flag, (sofar, said) -> said ? held.apply(sofar) : sofar);
        R later = waiting(holding, waits.after(), after);
        return waiting(waiting(later, waits.afterAny(), afterAny), waits.afterFailure(), afterFailure);
    }

    private R waiting(R request, List<Predecessor> all, BiFunction<R, Predecessor, R> word) {
        R waiting = request;
        for (Predecessor each : all) {
            waiting = word.apply(waiting, each);
        }
        return waiting;
    }
}
