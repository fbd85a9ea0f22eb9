package dev.tranche.json;

import com.google.common.collect.ImmutableList;
import dev.tranche.model.Container;
import dev.tranche.model.ContainerBuilder;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.Mount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code taskProperties[].containers[]}: one of several containers of a job. */
final class ContainerMapper {
    private ContainerMapper() {}

    static List<Mount> mounts(ContainerGroup group) {
        return group.containers().stream()
                .flatMap(container -> container.program().mounts().stream())
                .toList();
    }

    static void write(Container container, ShapeWriter out) {
        ContainerProgram program = container.program();
        out.text("name", container.name());
        out.text("image", program.image());
        out.texts("command", program.command());
        out.flagDown("essential", container.essential());
        out.entries(
                "dependsOn", Shape.TASK_CONTAINER_DEPENDENCY, container.startAfter(), ContainerMapper::writeStartAfter);
        ResourceRequirements.of(container).write(out);
        VariablesMapper.write(container.environment(), container.secrets(), out);
        ContainerSettingsMapper.write(program, out);
        RawSettingMapper.write(container.raw(), out);
    }

    private static void writeStartAfter(Map.Entry<String, Container.Condition> other, ShapeWriter out) {
        out.text("containerName", other.getKey());
        out.text("condition", other.getValue().name());
    }

    /** Reads all containers of a job; one may wait for those before it. */
    static ImmutableList<Container> readAll(ShapeReader in, Volumes volumes) {
        Map<String, Container> earlier = new LinkedHashMap<>();
        for (Node node : in.get("containers", Node::elements)) {
            Container container = node.object(Shape.TASK_CONTAINER_PROPERTIES, each -> read(each, volumes, earlier));
            if (earlier.putIfAbsent(container.name(), container) != null) {
                throw node.refused("another container of the job has this name: " + container.name());
            }
        }
        return ImmutableList.copyOf(earlier.values());
    }

    private static Container read(ShapeReader in, Volumes volumes, Map<String, Container> earlier) {
        ResourceRequirements needs = ResourceRequirements.read(in);
        var named = in.make("name", Node::text, Container::named);
        var sized = in.make("image", Node::text, named::image);
        ContainerBuilder container = needs.say(in, millis -> sized.millivcpus(millis)::memory);
        needs.gpus().ifPresent(gpus -> in.node().at(() -> container.gpus(gpus)));
        in.say("essential", Node::flag, essential -> essential ? container : container.nonEssential());
        in.each("dependsOn", Shape.TASK_CONTAINER_DEPENDENCY, other -> readStartAfter(other, earlier, container));
        in.node()
                .at(() -> container.container(options -> {
                    ContainerSettingsMapper.read(in, volumes, options);
                    VariablesMapper.read(in, container::environment, options::secret);
                    RawSettingMapper.read(in, options::raw);
                    return options;
                }));
        return in.node().at(container::build);
    }

    private static ContainerBuilder readStartAfter(
            ShapeReader in, Map<String, Container> earlier, ContainerBuilder container) {
        Node name = in.get("containerName");
        Container other = earlier.get(name.text());
        if (other == null) {
            throw name.refused("no container '" + name.text() + "' stands before it, only " + earlier.keySet());
        }
        return in.make(
                "condition",
                node -> node.choice(Container.Condition.values()),
                condition -> container.startAfter(other, condition));
    }
}
