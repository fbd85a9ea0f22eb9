package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;

/** What a backend of another kind than ours serves. */
public final class CustomEnvironment extends Value implements ComputeEnvironment {
    private static final ImmutableSet<String> OURS = ImmutableSet.of("local", "docker", ManagedEnvironment.BACKEND);

    private final Spec spec;

    record Spec(String name, String backend, ImmutableMap<String, String> settings) {}

    CustomEnvironment(String name, String backend, Map<String, String> settings) {
        String rule =
                "the backend of a custom environment must not be one of " + OURS + ", which have words of their own";
        Check.ensure(!OURS.contains(backend), backend, rule);
        settings.keySet().forEach(key -> Check.key("setting", key));
        this.spec = new Spec(name, Check.name("backend", backend), ImmutableSortedMap.copyOf(settings));
    }

    @Override
    Spec spec() {
        return spec;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public String backend() {
        return spec.backend();
    }

    /**
     * What the backend wants to know.
     *
     * @return values by name, in the order of the names
     */
    public Map<String, String> settings() {
        return spec.settings();
    }
}
