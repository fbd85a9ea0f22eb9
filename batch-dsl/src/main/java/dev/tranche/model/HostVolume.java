package dev.tranche.model;

import java.nio.file.Path;

/** A directory of the host as a volume; AWS: {@code host}. */
public final class HostVolume extends Value implements Volume {
    private final Spec spec;

    record Spec(String name, Path source) {}

    HostVolume(String name, Path source) {
        this.spec = new Spec(name, source);
    }

    @Override
    Spec spec() {
        return spec;
    }

    @Override
    public String name() {
        return spec.name();
    }

    /**
     * The directory on the host; AWS: {@code host.sourcePath}.
     *
     * @return an absolute path
     */
    public Path source() {
        return spec.source();
    }
}
