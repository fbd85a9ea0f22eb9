package dev.tranche.model;

/** What only Linux has of a container's set-up; AWS: {@code linuxParameters}. Each setting can be said once. */
public interface LinuxOptions {
    /**
     * Shows a device of the host under the same path; AWS: {@code devices}.
     *
     * @param hostPath its path, absolute
     * @return this
     * @throws IllegalArgumentException if the path is not absolute
     */
    LinuxOptions device(String hostPath);

    /**
     * Shows a device of the host under another path; AWS: {@code devices}.
     *
     * @param hostPath its path on the host, absolute
     * @param containerPath its path in the container, absolute
     * @return this
     * @throws IllegalArgumentException if a path is not absolute
     */
    LinuxOptions device(String hostPath, String containerPath);

    /**
     * Runs an init process that forwards signals and reaps; AWS: {@code initProcessEnabled}.
     *
     * @return this
     */
    LinuxOptions init();

    /**
     * How much the container may swap; AWS: {@code maxSwap}.
     *
     * @param max the size; 0 for no swap
     * @return this
     * @throws IllegalArgumentException if the size is out of its range
     */
    LinuxOptions swap(MemorySize max);

    /**
     * How readily the container swaps; AWS: {@code swappiness}. It needs {@link #swap}.
     *
     * @param percent from 0 to 100
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    LinuxOptions swappiness(int percent);
}
