package dev.tranche.model;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** A directory that outlives a container; AWS: {@code volumes[]}. */
public sealed interface Volume permits HostVolume, NamedVolume, EfsVolume {
    /**
     * The name of the volume, under which containers of a job share it; AWS: {@code name}.
     *
     * @return 1 to 128 letters, digits, {@code -} or {@code _}
     */
    String name();

    /**
     * A directory of the host; AWS: {@code host.sourcePath}.
     *
     * @param name the name of the volume
     * @param source the directory, absolute
     * @return the volume
     * @throws IllegalArgumentException if the name is not one or the path is not absolute
     */
    static HostVolume host(String name, Path source) {
        if (!source.isAbsolute()) {
            throw new IllegalArgumentException("the source of volume " + name + " must be absolute: " + source);
        }
        return new HostVolume(Check.name("volume", name), source);
    }

    /**
     * A volume that the container engine keeps. AWS knows none; in JSON it stands under {@code tranche}.
     *
     * @param name the name of the volume, also for the engine
     * @return the volume
     * @throws IllegalArgumentException if the name is not one
     */
    static NamedVolume named(String name) {
        return new NamedVolume(Check.name("volume", name));
    }

    /**
     * A shared file system; AWS: {@code efsVolumeConfiguration}.
     *
     * @param name the name of the volume
     * @param fileSystemId the identity of the file system, like {@code fs-0123456789abcdef0}
     * @return the volume
     * @throws IllegalArgumentException if one of the two is not what it should be
     */
    static EfsVolume efs(String name, String fileSystemId) {
        Pattern id = Pattern.compile("fs-[0-9a-f]+");
        String rule = "file system must be an EFS identity, like fs-0123456789abcdef0";
        return new EfsVolume(Check.name("volume", name), Check.matching(id, fileSystemId, rule));
    }
}
