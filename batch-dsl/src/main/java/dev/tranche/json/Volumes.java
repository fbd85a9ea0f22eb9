package dev.tranche.json;

import dev.tranche.model.Volume;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The volumes that stand in a document, for the mounts that name them. */
final class Volumes {
    private final Map<String, Volume> byName = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<String> mounted = new HashSet<>();

    static Volumes read(ShapeReader in) {
        var volumes = new Volumes();
        in.elements("volumes").forEach(volumes::add);
        return volumes;
    }

    private void add(Node node) {
        Volume volume = node.object(Shape.VOLUME, VolumeMapper::read);
        if (byName.putIfAbsent(volume.name(), volume) != null) {
            throw node.refused("another volume has this name: " + volume.name());
        }
        nodes.put(volume.name(), node);
    }

    Volume named(Node name) {
        Volume volume = byName.get(name.text());
        if (volume == null) {
            throw name.refused("no such volume: '" + name.text() + "'; there are " + byName.keySet());
        }
        mounted.add(volume.name());
        return volume;
    }

    /** A volume without a mount has no place in the model, and is a mistake more often than not. */
    void refuseUnmounted() {
        nodes.forEach((name, node) -> {
            if (!mounted.contains(name)) {
                throw node.refused("no mount point names the volume '" + name + "'");
            }
        });
    }
}
