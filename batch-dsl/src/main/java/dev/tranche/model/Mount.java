package dev.tranche.model;

/** A volume on a path of a container; AWS: {@code mountPoints[]}. */
public final class Mount extends Value {
    private final Spec spec;

    record Spec(Volume volume, String containerPath, Access access) {}

    Mount(Volume volume, String containerPath, Access access) {
        this.spec = new Spec(volume, Check.absolutePath("container path", containerPath), access);
    }

    @Override
    Spec spec() {
        return spec;
    }

    /**
     * What is mounted; AWS: {@code sourceVolume} names it.
     *
     * @return the volume
     */
    public Volume volume() {
        return spec.volume();
    }

    /**
     * Where the container sees it; AWS: {@code containerPath}.
     *
     * @return an absolute path
     */
    public String containerPath() {
        return spec.containerPath();
    }

    /**
     * Whether the container may write to it; AWS: {@code readOnly}.
     *
     * @return the access
     */
    public Access access() {
        return spec.access();
    }
}
