package dev.tranche.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this process and everything below it has spent on processors so far, ended children included: for the runtime that
 * is the supervisor too, and on both sides the programs themselves. It hardly depends on what else the machine does.
 */
final class ProcessorTime {
    private static final double MICROS_PER_TICK = 1e6 / 100;

    /** In {@code /proc/<pid>/stat} behind the name: own user and system time, then the same of ended children. */
    private static final List<Integer> FIELDS = List.of(11, 12, 13, 14);

    private ProcessorTime() {}

    /** In microseconds, counted in hundredths of a second. */
    static double micros() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                        .mapToLong(ProcessorTime::ticks)
                        .sum()
                * MICROS_PER_TICK;
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return FIELDS.stream()
                    .mapToLong(field -> Long.parseLong(fields[field]))
                    .sum();
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
            return 0; // it has ended meanwhile, and its parent has its time
        }
    }
}
