package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * Several containers that run together on one host; AWS: {@code ecsProperties.taskProperties[0].containers}. The job
 * needs the sum of what they need.
 */
public final class ContainerGroup extends Value implements Program {
    private final Spec spec;

    record Spec(ImmutableList<Container> containers) {}

    ContainerGroup(ImmutableList<Container> containers) {
        this.spec = new Spec(containers);
    }

    @Override
    Spec spec() {
        return spec;
    }

    /**
     * The containers.
     *
     * @return the containers as written, each with a name of its own
     */
    public List<Container> containers() {
        return spec.containers();
    }

    int millivcpus() {
        return (int) sum(Container::millivcpus);
    }

    MemorySize memory() {
        return new MemorySize(sum(container -> container.memory().bytes()));
    }

    int gpus() {
        return (int) sum(Container::gpus);
    }

    private long sum(ToLongFunction<Container> each) {
        return containers().stream().mapToLong(each).reduce(0, Math::addExact);
    }

    ContainerGroup changed(UnaryOperator<Container> change) {
        return new ContainerGroup(containers().stream().map(change).collect(ImmutableList.toImmutableList()));
    }

    /** Each container with these variables and secrets; its own go before. */
    ContainerGroup given(ImmutableMap<String, String> environment, ImmutableMap<String, Secret> secrets) {
        return environment.isEmpty() && secrets.isEmpty() ? this : changed(each -> each.given(environment, secrets));
    }

    void report(Problems problems) {
        problems.addIf(
                containers().stream().noneMatch(Container::essential),
                "containers",
                "at least one must be essential: its end is the end of the job");
        problems.addIf(
                sum(Container::millivcpus) > Integer.MAX_VALUE,
                "vcpus",
                "the sum over the containers must be at most " + Check.MAX_VCPUS);
        problems.addIf(
                memory().compareTo(Check.MAX_SIZE) > 0,
                "memory",
                "the sum over the containers must be at most " + Check.MAX_SIZE + ": " + memory());
        reportNames(problems);
    }

    private void reportNames(Problems problems) {
        Set<String> earlier = new HashSet<>();
        for (Container container : containers()) {
            Problems inside = problems.in("container " + container.name());
            for (String other : container.startAfter().keySet()) {
                inside.addIf(
                        !earlier.contains(other),
                        "startAfter",
                        "container " + other + " must stand before it in this job; it has " + names());
            }
            inside.addIf(!earlier.add(container.name()), "name", "two containers of the job have this name");
            container.report(inside);
        }
    }

    private List<String> names() {
        return containers().stream().map(Container::name).toList();
    }
}
