package dev.tranche.model;

/** A volume that the container engine keeps under its name. */
public final class NamedVolume extends Value implements Volume {
    private final Spec spec;

    record Spec(String name) {}

    NamedVolume(String name) {
        this.spec = new Spec(name);
    }

    @Override
    Spec spec() {
        return spec;
    }

    @Override
    public String name() {
        return spec.name();
    }
}
