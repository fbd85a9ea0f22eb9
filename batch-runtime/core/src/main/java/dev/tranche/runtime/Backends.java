package dev.tranche.runtime;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.runtime.spi.BackendFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The backends that can be opened, by kind: given ones first, then those of the context class loader, then ours. */
final class Backends {
    private static final Set<String> OURS = Set.of("local", "docker", "ec2");

    private final Map<String, BackendFactory> byKind = new LinkedHashMap<>();
    private final List<String> troubles = new ArrayList<>();

    private Backends() {}

    static Backends find(List<BackendFactory> given) {
        Backends backends = new Backends();
        given.forEach(backends::add);
        backends.load(() -> ServiceLoader.load(BackendFactory.class));
        backends.load(() -> ServiceLoader.load(BackendFactory.class, Backends.class.getClassLoader()));
        return backends;
    }

    private void load(Supplier<ServiceLoader<BackendFactory>> loader) {
        try {
            loader.get().forEach(this::add);
        } catch (ServiceConfigurationError e) {
            troubles.add(String.valueOf(e.getMessage()));
        }
    }

    private void add(BackendFactory factory) {
        byKind.putIfAbsent(factory.kind(), factory);
    }

    /** Why an environment has no backend, and what to do about it. */
    Optional<String> problemWith(ComputeEnvironment environment) {
        String kind = environment.backend();
        if (byKind.containsKey(kind)) {
            return Optional.empty();
        }
        String missing = "environment " + environment.name() + " needs a backend of kind " + kind + ": ";
        String fix = OURS.contains(kind)
                ? "add dev.tranche:batch-runtime-" + kind + " to the class path"
                : "give its BackendFactory with backend(...), or put it on the class path";
        return Optional.of(missing + fix + (troubles.isEmpty() ? "" : "; not loaded: " + troubles));
    }

    BackendFactory of(ComputeEnvironment environment) {
        @Nullable BackendFactory factory = byKind.get(environment.backend());
        if (factory == null) {
            throw new IllegalStateException("not checked: " + environment);
        }
        return factory;
    }
}
