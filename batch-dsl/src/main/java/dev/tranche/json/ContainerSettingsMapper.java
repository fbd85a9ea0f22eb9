package dev.tranche.json;

import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.Access;
import dev.tranche.model.Container;
import dev.tranche.model.ContainerSettings;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Mount;
import dev.tranche.model.Ulimit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a container is set up, beside its image and command: the members of a container that have no default. */
final class ContainerSettingsMapper {
    private static final ImmutableSet<String> ALL_PERMISSIONS = ImmutableSet.of("READ", "WRITE", "MKNOD");

    private ContainerSettingsMapper() {}

    static void write(ContainerSettings container, ShapeWriter out) {
        out.objects("mountPoints", Shape.MOUNT_POINT, sorted(container.mounts()), ContainerSettingsMapper::writeMount);
        out.flag("readonlyRootFilesystem", container.readOnlyRoot());
        out.flag("privileged", container.privileged());
        out.text("user", container.user());
        out.objects("ulimits", Shape.ULIMIT, byName(container.ulimits()), ContainerSettingsMapper::writeUlimit);
        out.object("linuxParameters", Shape.LINUX_PARAMETERS, container, ContainerSettingsMapper::writeLinux);
        LogConfigurationMapper.write(container.log(), out);
        out.text("script", container.script());
    }

    private static List<Mount> sorted(List<Mount> mounts) {
        return mounts.size() < 2
                ? mounts
                : mounts.stream()
                        .sorted(Comparator.comparing(Mount::containerPath))
                        .toList();
    }

    private static List<Ulimit> byName(List<Ulimit> ulimits) {
        return ulimits.size() < 2
                ? ulimits
                : ulimits.stream().sorted(Comparator.comparing(Ulimit::name)).toList();
    }

    private static void writeMount(Mount mount, ShapeWriter out) {
        out.text("sourceVolume", mount.volume().name());
        out.text("containerPath", mount.containerPath());
        out.flag("readOnly", mount.access() == Access.READ_ONLY);
    }

    private static void writeUlimit(Ulimit ulimit, ShapeWriter out) {
        out.text("name", ulimit.name());
        writeLimit("softLimit", "exactSoftLimit", ulimit.soft(), out);
        writeLimit("hardLimit", "exactHardLimit", ulimit.hard(), out);
    }

    /** AWS has 32 bits for a limit. */
    private static void writeLimit(String awsName, String exactName, long limit, ShapeWriter out) {
        out.number(awsName, Math.min(limit, Integer.MAX_VALUE));
        if (limit > Integer.MAX_VALUE) {
            out.number(exactName, limit);
        }
    }

    private static void writeLinux(ContainerSettings container, ShapeWriter out) {
        out.entries("devices", Shape.DEVICE, container.devices(), ContainerSettingsMapper::writeDevice);
        out.flag("initProcessEnabled", container.init());
        out.mib("sharedMemorySize", container.sharedMemory());
        out.entries("tmpfs", Shape.TMPFS, container.tmpfs(), ContainerSettingsMapper::writeTmpfs);
        out.mib("maxSwap", container.maxSwap());
        out.number("swappiness", container.swappiness());
    }

    private static void writeDevice(Map.Entry<String, String> device, ShapeWriter out) {
        out.text("hostPath", device.getKey());
        out.text("containerPath", device.getValue());
    }

    private static void writeTmpfs(Map.Entry<String, MemorySize> tmpfs, ShapeWriter out) {
        out.text("containerPath", tmpfs.getKey());
        out.mib("size", Optional.of(tmpfs.getValue()));
    }

    @CanIgnoreReturnValue
    static Container.Options read(ShapeReader in, Volumes volumes, Container.Options options) {
        readCommand(in, options::command);
        in.each("mountPoints", Shape.MOUNT_POINT, mount -> readMount(mount, volumes, options));
        in.flag("readonlyRootFilesystem", options::readOnlyRoot);
        in.flag("privileged", options::privileged);
        in.say("user", Node::text, options::user);
        in.each("ulimits", Shape.ULIMIT, ulimit -> readUlimit(ulimit, options));
        in.inside("linuxParameters", Shape.LINUX_PARAMETERS, linux -> readLinux(linux, options));
        LogConfigurationMapper.read(in, options);
        in.say("script", Node::text, options::script);
        return options;
    }

    /** An empty command is none: AWS writes it so. */
    static void readCommand(ShapeReader in, Word.Named<String[]> command) {
        in.find("command").filter(node -> !node.saysNothing()).ifPresent(node -> {
            List<String> words = node.texts();
            node.at(() ->
                    command.say(words.get(0), words.subList(1, words.size()).toArray(new String[0])));
        });
    }

    private static Container.Options readMount(ShapeReader in, Volumes volumes, Container.Options options) {
        var volume = volumes.named(in.get("sourceVolume"));
        Access access = in.find("readOnly", Node::flag).orElse(false) ? Access.READ_ONLY : Access.READ_WRITE;
        return in.make("containerPath", Node::text, path -> options.mount(volume, path, access));
    }

    private static Container.Options readUlimit(ShapeReader in, Container.Options options) {
        String name = in.get("name", Node::text);
        long soft = readLimit("softLimit", "exactSoftLimit", in);
        long hard = readLimit("hardLimit", "exactHardLimit", in);
        return in.node().at(() -> options.ulimit(name, soft, hard));
    }

    private static long readLimit(String awsName, String exactName, ShapeReader in) {
        Node rounded = in.get(awsName);
        long exact = in.find(exactName, Node::wholeNumber).orElseGet(rounded::wholeNumber);
        if (rounded.wholeNumber() != exact && rounded.wholeNumber() != Math.min(exact, Integer.MAX_VALUE)) {
            throw rounded.refused("contradicts the exact limit of " + exact);
        }
        return exact;
    }

    private static Container.Options readLinux(ShapeReader in, Container.Options options) {
        in.say("sharedMemorySize", Node::mib, options::sharedMemory);
        in.each("tmpfs", Shape.TMPFS, tmpfs -> {
            MemorySize size = tmpfs.get("size", Node::mib);
            return tmpfs.make("containerPath", Node::text, path -> options.tmpfs(path, size));
        });
        return options.linux(linux -> {
            in.each("devices", Shape.DEVICE, device -> readDevice(device, linux));
            in.flag("initProcessEnabled", linux::init);
            in.say("maxSwap", Node::mib, linux::swap);
            in.say("swappiness", Node::number, linux::swappiness);
            return linux;
        });
    }

    private static Container.LinuxOptions readDevice(ShapeReader in, Container.LinuxOptions linux) {
        in.find("permissions").filter(node -> !node.saysNothing()).ifPresent(permissions -> {
            if (!ImmutableSet.copyOf(permissions.texts()).equals(ALL_PERMISSIONS)) {
                throw permissions.refused("Tranche gives all of " + ALL_PERMISSIONS + ": " + permissions.texts());
            }
        });
        String hostPath = in.get("hostPath", Node::text);
        String containerPath = in.find("containerPath", Node::text).orElse(hostPath);
        return in.node().at(() -> linux.device(hostPath, containerPath));
    }
}
