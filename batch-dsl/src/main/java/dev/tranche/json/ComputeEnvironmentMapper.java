package dev.tranche.json;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.CustomEnvironment;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.LocalEnvironment;
import dev.tranche.model.LocalEnvironmentBuilder;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.UnmanagedEnvironment;
import java.util.Optional;

/**
 * An environment, as AWS creates it. To AWS those that it has nothing to do with are all unmanaged;
 * {@code tranche.kind} says which kind each is.
 */
final class ComputeEnvironmentMapper {
    private static final String MANAGED = "MANAGED";
    private static final String UNMANAGED = "UNMANAGED";
    private static final String LOCAL = "local";
    private static final String DOCKER = "docker";

    private ComputeEnvironmentMapper() {}

    static void write(ComputeEnvironment environment, ShapeWriter out) {
        out.text("computeEnvironmentName", environment.name());
        out.text("type", environment instanceof ManagedEnvironment ? MANAGED : UNMANAGED);
        if (environment instanceof ManagedEnvironment managed) {
            out.object("computeResources", Shape.COMPUTE_RESOURCE, managed, ManagedEnvironmentMapper::write);
        } else if (environment instanceof UnmanagedEnvironment unmanaged) {
            UnmanagedEnvironmentMapper.write(unmanaged, out);
        } else {
            out.text("kind", environment.backend());
        }
        if (environment instanceof LocalEnvironment local) {
            out.number("vcpus", local.vcpus());
            out.mib("memoryInMiB", local.memory());
        } else if (environment instanceof DockerEnvironment docker) {
            DockerEnvironmentMapper.write(docker, out);
        } else if (environment instanceof CustomEnvironment custom) {
            out.map("settings", custom.settings());
        }
    }

    static ComputeEnvironment read(ShapeReader in) {
        refuseDisabled(in);
        ComputeEnvironment.NeedsKind named = in.make("computeEnvironmentName", Node::text, ComputeEnvironment::named);
        Node type = in.get("type");
        return switch (type.text()) {
            case MANAGED ->
                in.get("computeResources")
                        .object(Shape.COMPUTE_RESOURCE, resources -> ManagedEnvironmentMapper.read(resources, named));
            case UNMANAGED -> readUnmanaged(in, named);
            default -> throw type.refused("must be " + MANAGED + " or " + UNMANAGED + ": '" + type.text() + "'");
        };
    }

    private static void refuseDisabled(ShapeReader in) {
        in.find("state").ifPresent(state -> {
            if (!state.text().equals("ENABLED")) {
                throw state.refused("Tranche has no disabled environments; disable the queue: '" + state.text() + "'");
            }
        });
    }

    private static ComputeEnvironment readUnmanaged(ShapeReader in, ComputeEnvironment.NeedsKind named) {
        Optional<Node> kind = in.find("kind");
        if (kind.isEmpty()) {
            return UnmanagedEnvironmentMapper.read(in, named);
        }
        return switch (kind.get().text()) {
            case LOCAL -> readLocal(in, named.local());
            case DOCKER -> DockerEnvironmentMapper.read(in, named.docker());
            default -> kind.get().at(() -> named.custom(kind.get().text(), in.map("settings")));
        };
    }

    private static ComputeEnvironment readLocal(ShapeReader in, LocalEnvironmentBuilder local) {
        in.say("vcpus", Node::number, local::vcpus);
        in.say("memoryInMiB", Node::mib, local::memory);
        return in.node().at(local::build);
    }
}
