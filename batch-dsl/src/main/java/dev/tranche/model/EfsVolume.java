package dev.tranche.model;

/** An Elastic File System as a volume; AWS: {@code efsVolumeConfiguration}. */
public final class EfsVolume extends Value implements Volume {
    private final Spec spec;

    record Spec(String name, String fileSystemId) {}

    EfsVolume(String name, String fileSystemId) {
        this.spec = new Spec(name, fileSystemId);
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
     * The file system; AWS: {@code fileSystemId}.
     *
     * @return its identity
     */
    public String fileSystemId() {
        return spec.fileSystemId();
    }
}
