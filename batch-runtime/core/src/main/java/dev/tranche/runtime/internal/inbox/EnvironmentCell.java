package dev.tranche.runtime.internal.inbox;

/** The cell of one environment whose backend gets hosts when they are wanted. */
public final class EnvironmentCell extends Cell<EnvironmentNews> {
    private final String environment;

    EnvironmentCell(String environment) {
        this.environment = environment;
    }

    public String environment() {
        return environment;
    }
}
