package dev.tranche.runtime.local;

import com.sun.management.OperatingSystemMXBean;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Capacity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine, or the container this process runs in, has to offer. */
final class Machine {
    private static final int MILLIS = 1_000;

    private Machine() {}

    /**
     * The capacity as it is now.
     *
     * @param directory where attempts will write
     * @throws IOException if the free disk cannot be asked for
     */
    static Capacity capacity(Path directory) throws IOException {
        return new Capacity(
                Runtime.getRuntime().availableProcessors() * MILLIS,
                memory(),
                0,
                new MemorySize(Files.getFileStore(directory).getUsableSpace()));
    }

    /** Respects the limits of control groups, versions 1 and 2. */
    private static MemorySize memory() {
        return new MemorySize(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
    }
}
