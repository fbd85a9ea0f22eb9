package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A definition of which only the name has been said. */
record JobDefinitionStart(String name) implements JobDefinition.NeedsProgram {
    @Override
    public JobDefinitionChain script(String text) {
        return running(new Script(text));
    }

    @Override
    public JobDefinitionChain executable(String path, String... arguments) {
        return running(new Executable(path, List.of(arguments)));
    }

    @Override
    public JobDefinitionChain image(String image) {
        return running(ContainerProgram.of(image)).image(image);
    }

    @Override
    public JobDefinitionChain image(String image, UnaryOperator<Container.Options> container) {
        return image(image).container(container);
    }

    @Override
    public JobDefinitionChain containers(Container first, Container... others) {
        return running(new ContainerGroup(
                ImmutableList.<Container>builder().add(first).add(others).build()));
    }

    private JobDefinitionChain running(Program program) {
        Settings base = Settings.NONE.with(Setting.NAME, name).with(JobSettings.PROGRAM, program);
        return new JobDefinitionChain(base).name(name);
    }
}
