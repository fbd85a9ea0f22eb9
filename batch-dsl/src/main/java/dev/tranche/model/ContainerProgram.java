package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;

/** A container: its image, its command, and how it is set up. */
public final class ContainerProgram extends ContainerSettings implements Program {
    ContainerProgram(Settings settings) {
        super(settings);
    }

    static ContainerProgram of(String image) {
        return new ContainerProgram(Settings.NONE.with(IMAGE, image));
    }

    /**
     * The image; AWS: {@code image}.
     *
     * @return the name of the image, of at most 255 characters
     */
    public String image() {
        return spec().get(IMAGE);
    }

    /**
     * The command; AWS: {@code command}.
     *
     * @return the words of the command, where {@link Ref} may stand; empty for what the image says
     */
    public List<String> command() {
        return spec().find(COMMAND).orElseGet(ImmutableList::of);
    }

    ContainerProgram plus(Settings changes) {
        return new ContainerProgram(layered(spec(), changes));
    }

    ContainerProgram resolved(Map<String, String> parameters, Problems problems) {
        return spec().has(COMMAND)
                ? new ContainerProgram(
                        spec().with(COMMAND, Ref.resolved(command(), parameters, problems.in("command"))))
                : this;
    }

    void report(Problems problems) {
        problems.addIf(
                spec().has(COMMAND) && spec().has(SCRIPT),
                "command",
                "the container runs a script already; say one of them");
        problems.addIf(
                swappiness().isPresent() && maxSwap().isEmpty(),
                "swappiness",
                "has no effect without swap(size); say it too");
        for (Mount mount : mounts()) {
            problems.addIf(
                    tmpfs().containsKey(mount.containerPath()),
                    "mount " + mount.containerPath(),
                    "a tmpfs is on the same path; choose another");
        }
        reportVolumes(problems);
    }
}
