package dev.tranche.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request can never run here, and why: no environment of the queue is able to run it, it is larger than every host, a
 * word in it is not honoured yet, or its client token stands for something else. Nothing of it has been submitted.
 */
public final class JobRefusedException extends BatchException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> refusals;

    JobRefusedException(String message) {
        super(message);
        this.refusals = Map.of();
    }

    JobRefusedException(String message, Throwable cause) {
        super(message, cause);
        this.refusals = cause instanceof JobRefusedException refused ? refused.refusals : Map.of();
    }

    private JobRefusedException(String message, Map<String, String> refusals) {
        super(message);
        this.refusals = Collections.unmodifiableMap(new LinkedHashMap<>(refusals));
    }

    /** One job is refused. */
    static JobRefusedException of(String job, String reason) {
        return new JobRefusedException("job " + job + ": " + reason, Map.of(job, reason));
    }

    /** A workflow is refused since some of its jobs are, at least one. */
    static JobRefusedException of(String workflow, Map<String, String> refusals) {
        StringBuilder text = new StringBuilder("workflow ").append(workflow);
        if (refusals.size() == 1) {
            refusals.forEach((job, reason) ->
                    text.append(", job ").append(job).append(": ").append(reason));
        } else {
            text.append(": ").append(refusals.size()).append(" of its jobs can never run here:");
            refusals.forEach((job, reason) ->
                    text.append("\n  ").append(job).append(": ").append(reason));
        }
        return new JobRefusedException(text.toString(), refusals);
    }

    /**
     * Which jobs stand in the way, and why each does. Of a workflow all that are known at once.
     *
     * @return the reason of each job by its name, in the order of the workflow; empty where no job by itself is the reason
     */
    public Map<String, String> refusals() {
        return refusals;
    }
}
