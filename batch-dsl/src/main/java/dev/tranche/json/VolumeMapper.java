package dev.tranche.json;

import dev.tranche.model.EfsVolume;
import dev.tranche.model.HostVolume;
import dev.tranche.model.Mount;
import dev.tranche.model.NamedVolume;
import dev.tranche.model.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code volumes}: each once, by name; mounts refer to them. */
final class VolumeMapper {
    private VolumeMapper() {}

    /** Writes the volumes of some mounts. */
    static void write(List<Mount> mounts, ShapeWriter out) {
        if (mounts.isEmpty()) {
            return;
        }
        Map<String, Volume> byName = new TreeMap<>();
        mounts.forEach(mount -> byName.put(mount.volume().name(), mount.volume()));
        out.objects("volumes", Shape.VOLUME, byName.values(), VolumeMapper::write);
    }

    private static void write(Volume volume, ShapeWriter out) {
        out.text("name", volume.name());
        if (volume instanceof HostVolume host) {
            out.object(
                    "host",
                    Shape.HOST,
                    host,
                    (it, inner) -> inner.text("sourcePath", it.source().toString()));
        } else if (volume instanceof EfsVolume efs) {
            out.object(
                    "efsVolumeConfiguration",
                    Shape.EFS_VOLUME_CONFIGURATION,
                    efs,
                    (it, inner) -> inner.text("fileSystemId", it.fileSystemId()));
        }
        out.flag("named", volume instanceof NamedVolume);
    }

    static Volume read(ShapeReader in) {
        String name = in.get("name", Node::text);
        if (in.find("named", Node::flag).orElse(false)) {
            return in.make("name", Node::text, Volume::named);
        }
        if (in.has("efsVolumeConfiguration")) {
            return in.get("efsVolumeConfiguration")
                    .object(
                            Shape.EFS_VOLUME_CONFIGURATION,
                            efs -> efs.make("fileSystemId", Node::text, id -> Volume.efs(name, id)));
        }
        return in.object("host", Shape.HOST, host -> host.find("sourcePath"))
                .flatMap(source -> source)
                .map(source -> source.at(() -> (Volume) Volume.host(name, Path.of(source.text()))))
                .orElseThrow(() -> in.node()
                        .refused("must have host.sourcePath, efsVolumeConfiguration or tranche.named;"
                                + " Tranche has no anonymous directories of a host"));
    }
}
