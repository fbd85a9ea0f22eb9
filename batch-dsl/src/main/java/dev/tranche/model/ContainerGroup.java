package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.math.LongMath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        return containers().stream().mapToLong(each).reduce(0, LongMath::saturatedAdd);
    }

    /** The containers with a layer of settings on top of some of them. */
    ContainerGroup changed(ImmutableMap<String, Settings> layers, Problems problems) {
        for (String name : layers.keySet()) {
            problems.addIf(
                    !names().contains(name), "container " + name, "the job has no such container, only " + names());
        }
        return each(container -> container.plus(layers.getOrDefault(container.name(), Settings.NONE)));
    }

    /** The containers with these variables and secrets; what one says itself goes before. */
    ContainerGroup given(ImmutableMap<String, String> environment, ImmutableMap<String, Secret> secrets) {
        return each(container -> container.given(environment, secrets));
    }

    ContainerGroup resolved(ImmutableMap<String, String> parameters, Problems problems) {
        return each(container -> container.resolved(parameters, problems.in("container " + container.name())));
    }

    private ContainerGroup each(UnaryOperator<Container> change) {
        return new ContainerGroup(containers().stream().map(change).collect(ImmutableList.toImmutableList()));
    }

    void report(Problems problems) {
        problems.addIf(
                containers().stream().noneMatch(Container::essential),
                "containers",
                "at least one must be essential: its end is the end of the job");
        Check.totals(sum(Container::millivcpus), memory(), "the containers", problems);
        reportNames(problems);
        reportVolumes(problems);
    }

    /** Containers share the volumes of their job, which are known by name; each by itself has been looked at. */
    private void reportVolumes(Problems problems) {
        Map<String, Volume> byName = new HashMap<>();
        for (Container container : containers()) {
            Map<String, Volume> own = new LinkedHashMap<>();
            container
                    .program()
                    .mounts()
                    .forEach(mount -> own.putIfAbsent(mount.volume().name(), mount.volume()));
            own.forEach((name, volume) -> {
                Volume same = byName.putIfAbsent(name, volume);
                problems.in("container " + container.name())
                        .addIf(
                                same != null && !same.equals(volume),
                                "volume " + name,
                                "another container of the job has another volume of this name: " + same + " and "
                                        + volume);
            });
        }
    }

    private void reportNames(Problems problems) {
        Set<String> earlier = new HashSet<>();
        for (Container container : containers()) {
            Problems inside = problems.in("container " + container.name());
            for (String other : container.startAfter().keySet()) {
                inside.addIf(
                        !earlier.contains(other),
                        "startAfter",
                        "container " + other + " must stand before it in the job, which has " + names());
            }
            inside.addIf(!earlier.add(container.name()), "name", "two containers of the job have this name");
            container.report(inside);
        }
    }

    private List<String> names() {
        return containers().stream().map(Container::name).toList();
    }
}
