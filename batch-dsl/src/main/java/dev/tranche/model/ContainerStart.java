package dev.tranche.model;

import java.util.function.UnaryOperator;

/** A container of which only the name has been said. */
record ContainerStart(String name) implements Container.NeedsImage {
    @Override
    public ContainerChain image(String image) {
        Settings base = Settings.NONE.with(Setting.NAME, name).with(JobSettings.PROGRAM, ContainerProgram.of(image));
        return new ContainerChain(base).name(name).image(image);
    }

    @Override
    public ContainerChain image(String image, UnaryOperator<Container.Options> container) {
        return image(image).container(container);
    }
}
