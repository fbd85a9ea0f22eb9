package dev.tranche.benchmarks.docker;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What has been spent on processors so far. What an engine spends is spread over its daemon, containerd, a shim for each
 * container, {@code runc}, the program and threads of the kernel, most of which end and are nobody's children; so the whole
 * is what the machine was busy with, which is right only where nothing else runs.
 *
 * @param ownMillis threads of this virtual machine that run Java, ended ones included: all but compilers, collector and the
 *     like
 * @param jvmMillis this whole virtual machine
 * @param machineMillis all processors of the machine, everything that was not idle
 */
record ProcessorTime(double ownMillis, double jvmMillis, double machineMillis) {
    private static final double MILLIS_PER_TICK = 1e3 / 100;
    private static final double MILLIS_PER_NANO = 1e-6;

    /** Names of threads that belong to the virtual machine itself. */
    private static final List<String> NOT_JAVA = List.of("C1 ", "C2 ", "GC ", "G1 ", "VM ");

    /** In {@code stat} of a thread behind the name: user and system time. */
    private static final List<Integer> OF_THREAD = List.of(11, 12);

    /** In the first line of {@code /proc/stat}: user, nice, system, interrupts and soft interrupts. */
    private static final List<Integer> BUSY = List.of(0, 1, 2, 5, 6);

    static ProcessorTime now() {
        try {
            double jvm = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                            .getProcessCpuTime()
                    * MILLIS_PER_NANO;
            return new ProcessorTime(jvm - notJava(), jvm, machine());
        } catch (IOException e) {
            throw new UncheckedIOException("processor time is read from /proc of a Linux machine", e);
        }
    }

    ProcessorTime since(ProcessorTime before) {
        return new ProcessorTime(
                ownMillis - before.ownMillis, jvmMillis - before.jvmMillis, machineMillis - before.machineMillis);
    }

    private static double notJava() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.mapToLong(ProcessorTime::notJavaTicks).sum() * MILLIS_PER_TICK;
        }
    }

    private static long notJavaTicks(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            return NOT_JAVA.stream().anyMatch(name::startsWith)
                    ? sum(stat.substring(stat.lastIndexOf(')') + 2), OF_THREAD)
                    : 0;
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double machine() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String all = lines.findFirst().orElseThrow();
            return sum(all.substring("cpu".length()).strip(), BUSY) * MILLIS_PER_TICK;
        }
    }

    private static long sum(String fields, List<Integer> wanted) {
        String[] values = fields.split(" ", -1);
        return IntStream.range(0, values.length)
                .filter(wanted::contains)
                .mapToLong(field -> Long.parseLong(values[field]))
                .sum();
    }
}
