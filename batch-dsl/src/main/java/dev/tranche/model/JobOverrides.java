package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a request says anew of its definition. Only what has been said is present; variables, secrets, parameters, tags
 * and resources are added to those of the definition and replace the ones of the same name.
 */
public final class JobOverrides extends JobSettings {
    static final JobOverrides NONE = new JobOverrides(Settings.NONE);

    JobOverrides(Settings settings) {
        super(settings);
    }

    /** These overrides with later ones on top; what can be wrong with them whatever the definition is, is wrong now. */
    JobOverrides plus(Settings later) {
        var sum = new JobOverrides(spec().plus(later));
        var problems = Problems.of("override");
        sum.reportResources(problems);
        sum.container().reportVolumes(problems);
        sum.containers().forEach((name, one) -> one.container().reportVolumes(problems.in("container " + name)));
        problems.throwIfAny();
        return sum;
    }

    /**
     * Whether the request takes its definition as it is.
     *
     * @return true if nothing is overridden
     */
    public boolean isEmpty() {
        return spec().isEmpty();
    }

    /**
     * Thousandths of a vCPU; AWS: {@code resourceRequirements} of type {@code VCPU}.
     *
     * @return at least 1, if overridden
     */
    public OptionalInt millivcpus() {
        return spec().number(MILLIVCPUS);
    }

    /**
     * The memory; AWS: {@code resourceRequirements} of type {@code MEMORY}.
     *
     * @return at least 4 MiB, if overridden
     */
    public Optional<MemorySize> memory() {
        return spec().find(MEMORY);
    }

    /**
     * The number of GPUs; AWS: {@code resourceRequirements} of type {@code GPU}.
     *
     * @return at least 1, if overridden
     */
    public OptionalInt gpus() {
        return spec().number(GPUS);
    }

    /**
     * The retry strategy, which replaces the whole of the definition's; AWS: {@code retryStrategy}.
     *
     * @return the strategy, if overridden
     */
    public Optional<RetryStrategy> retryStrategy() {
        return spec().find(RETRY);
    }

    /**
     * How long a program has to end after it was asked to; in JSON under {@code tranche}.
     *
     * @return zero or more, if overridden
     */
    public Optional<Duration> stopGrace() {
        return spec().find(STOP_GRACE);
    }

    /**
     * What becomes of the job when nobody can say how an attempt ended; in JSON under {@code tranche}.
     *
     * @return the choice, if overridden
     */
    public Optional<UnknownOutcome> onUnknownOutcome() {
        return spec().find(ON_UNKNOWN_OUTCOME);
    }

    /**
     * What is said anew of some of several containers; AWS: {@code ecsPropertiesOverride}. Of these overrides only those
     * of resources, variables, secrets, raw settings and the container itself are ever present.
     *
     * @return overrides by the name of the container, in the order they were said
     */
    public Map<String, JobOverrides> containers() {
        return ImmutableMap.copyOf(Maps.transformValues(spec().map(CONTAINERS), JobOverrides::new));
    }

    /**
     * What is said anew of the container; AWS: {@code containerOverrides}, and under {@code tranche} what AWS cannot
     * override.
     *
     * @return the overrides of the container, perhaps empty
     */
    public ContainerOverrides container() {
        return new ContainerOverrides(spec().find(CONTAINER).orElse(Settings.NONE));
    }
}
