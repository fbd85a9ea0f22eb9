package dev.tranche.model;

import java.util.List;
import java.util.Optional;

/** What a request says anew of the container of its definition. */
public final class ContainerOverrides extends ContainerSettings {
    ContainerOverrides(Settings settings) {
        super(settings);
    }

    /**
     * Another image. AWS cannot override it; in JSON it stands under {@code tranche}.
     *
     * @return the image, if overridden
     */
    public Optional<String> image() {
        return spec().find(IMAGE);
    }

    /**
     * Another command; AWS: {@code containerOverrides.command}. Of an executable the first word is the path and the
     * others are the arguments.
     *
     * @return the words, if overridden
     */
    public Optional<List<String>> command() {
        return spec().find(COMMAND).map(words -> words);
    }
}
