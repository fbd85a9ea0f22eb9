package dev.tranche.runtime.spi;

import dev.tranche.model.ComputeEnvironment;

/**
 * Opens backends of one kind. Found by {@link java.util.ServiceLoader}, or handed to the runtime when a backend needs
 * objects of the application.
 */
public interface BackendFactory {
    /**
     * The kind of environment served, as {@link ComputeEnvironment#backend()} names it.
     *
     * @return for example {@code local}
     */
    String kind();

    /**
     * Opens the backend of one environment. Called once for each environment when a runtime opens, on the opening thread;
     * hosts that are known at once are reported to the context before this returns.
     *
     * @param environment the environment to serve; its {@code backend()} is {@link #kind()}
     * @param context where to report, and who asks
     * @return the open backend
     * @throws RuntimeException if the environment cannot be served, saying what was tried and what to change; the runtime
     *     then does not open
     */
    Backend open(ComputeEnvironment environment, BackendContext context);
}
