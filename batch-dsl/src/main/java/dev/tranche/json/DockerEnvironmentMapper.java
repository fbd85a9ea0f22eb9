package dev.tranche.json;

import dev.tranche.model.DockerEngine;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.DockerEnvironmentBuilder;
import dev.tranche.model.MemorySize;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What stands under {@code tranche} of an environment of Docker engines. */
final class DockerEnvironmentMapper {
    private static final MemorySize NOTHING = MemorySize.mib(0);

    private DockerEnvironmentMapper() {}

    static void write(DockerEnvironment docker, ShapeWriter out) {
        out.objects("engines", Shape.OURS, docker.engines(), DockerEnvironmentMapper::writeEngine);
        out.text("baseImage", docker.baseImage());
        out.choice("pull", Optional.of(docker.pull()).filter(pull -> pull != DockerEnvironment.Pull.IF_MISSING));
        out.flag("pinDigests", docker.pinsDigests());
    }

    private static void writeEngine(DockerEngine engine, ShapeWriter out) {
        out.text("host", engine.host().toString());
        out.text("tls", engine.tls().map(Path::toString));
        if (engine.vcpusKeptBack() > 0 || !engine.memoryKeptBack().equals(NOTHING)) {
            out.object("keepBack", Shape.OURS, engine, DockerEnvironmentMapper::writeKeptBack);
        }
        out.number("maxConcurrent", engine.maxConcurrent());
    }

    private static void writeKeptBack(DockerEngine engine, ShapeWriter out) {
        out.number("vcpus", engine.vcpusKeptBack());
        out.mib("memoryInMiB", Optional.of(engine.memoryKeptBack()));
    }

    static DockerEnvironment read(ShapeReader in, DockerEnvironmentBuilder docker) {
        in.each(
                "engines",
                Shape.OURS,
                engine -> engine.make(
                        "host",
                        Node::text,
                        host -> docker.engine(URI.create(host), words -> readEngine(engine, words))));
        in.say("baseImage", Node::text, docker::baseImage);
        in.sayUnless(
                DockerEnvironment.Pull.IF_MISSING,
                "pull",
                node -> node.choice(DockerEnvironment.Pull.values()),
                docker::pull);
        in.flag("pinDigests", docker::pinDigests);
        return in.node().at(docker::build);
    }

    private static DockerEnvironment.Engine readEngine(ShapeReader in, DockerEnvironment.Engine engine) {
        in.say("tls", Node::text, directory -> engine.tls(Path.of(directory)));
        in.inside("keepBack", Shape.OURS, keepBack -> {
            int vcpus = keepBack.get("vcpus", Node::number);
            return keepBack.make("memoryInMiB", Node::mib, memory -> engine.keepBack(vcpus, memory));
        });
        in.say("maxConcurrent", Node::number, engine::maxConcurrent);
        return engine;
    }
}
