package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptLog;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The compute environments of a runtime with their backends. Immutable once the runtime is open. */
final class Environments implements Outputs {
    private final Map<String, Served> byName = new LinkedHashMap<>();

    /**
     * One environment.
     *
     * @param number its number in the scheduler
     * @param environment the environment as it was described
     * @param dispatcher speaks to its backend
     */
    record Served(int number, ComputeEnvironment environment, Dispatcher dispatcher) {
        String name() {
            return environment.name();
        }
    }

    /** While opening only. */
    void add(Served environment) {
        byName.put(environment.name(), environment);
    }

    Collection<Served> all() {
        return byName.values();
    }

    /**
     * An environment as it is served.
     *
     * @throws IllegalArgumentException if it is not one of this runtime
     */
    Served get(ComputeEnvironment environment) {
        Served found = get(environment.name());
        if (!found.environment().equals(environment)) {
            throw new IllegalArgumentException("this runtime has another environment of the name " + environment.name()
                    + ": " + found.environment() + ", not " + environment);
        }
        return found;
    }

    Served get(String name) {
        Served found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "environment " + name + " is not one of this runtime: " + byName.keySet());
        }
        return found;
    }

    Dispatcher dispatcher(String name) {
        return get(name).dispatcher();
    }

    @Override
    public AttemptLog of(String environment, AttemptId attempt) {
        return dispatcher(environment).backend().log(attempt);
    }

    /** Has every backend in which attempts of a job ran, or of its children, forget them. */
    void forget(LiveJob job) {
        if (job instanceof LiveArray array) {
            array.forEachKnown((index, known) -> {
                if (known instanceof ChildEnd end) {
                    dispatcher(end.host().environment()).forget(array.facts().id(index), 1);
                } else if (known instanceof LiveChild child) {
                    forget(child.facts().id(index), child.published());
                }
            });
        } else if (job instanceof LiveGang gang) {
            for (int index = 0; index < gang.size(); index++) {
                forget(gang.facts().id(index), gang.node(index).published());
            }
        } else {
            forget(job.facts().id(), job.published());
        }
    }

    private void forget(JobId id, JobSnapshot end) {
        List<AttemptDetail> attempts = end.attempts();
        Set<String> names = new TreeSet<>();
        attempts.forEach(attempt -> names.add(attempt.host().environment()));
        names.forEach(name -> dispatcher(name).forget(id, attempts.size()));
    }
}
