package dev.tranche.runtime.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The processes of this machine at one moment, read from {@code /proc}. */
final class ProcessTable {
    /** The variable that marks each process of an attempt, as long as the program keeps its environment. */
    static final String MARKER = "TRANCHE_ATTEMPT";

    private static final Path PROC = Path.of("/proc");
    private static final String MARKER_PREFIX = MARKER + "=";

    private final Map<Integer, ProcessEntry> byPid = new HashMap<>();
    private final Map<Integer, List<ProcessEntry>> byParent = new HashMap<>();

    private ProcessTable() {}

    static ProcessTable read() throws IOException {
        ProcessTable table = new ProcessTable();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path directory : directories) {
                find(Integer.parseInt(directory.getFileName().toString())).ifPresent(table::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return table;
    }

    /** One process as it is now, empty if there is none with this number. */
    static Optional<ProcessEntry> find(int pid) {
        return readProc(pid, "stat").map(ProcessEntry::parse);
    }

    /** The attempt that a process says it belongs to. */
    static Optional<String> marker(int pid) {
        return readProc(pid, "environ").flatMap(ProcessTable::markerIn);
    }

    private static Optional<String> markerIn(String environment) {
        for (String variable : environment.split("\0", -1)) {
            if (variable.startsWith(MARKER_PREFIX)) {
                return Optional.of(variable.substring(MARKER_PREFIX.length()));
            }
        }
        return Optional.empty();
    }

    /** A file of a process; empty if it has just gone, or belongs to somebody else. */
    private static Optional<String> readProc(int pid, String file) {
        try {
            String text =
                    Files.readString(PROC.resolve(Integer.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1);
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private void add(ProcessEntry process) {
        byPid.put(process.pid(), process);
        byParent.computeIfAbsent(process.parent(), any -> new ArrayList<>()).add(process);
    }

    Collection<ProcessEntry> all() {
        return byPid.values();
    }

    @Nullable
    ProcessEntry get(int pid) {
        return byPid.get(pid);
    }

    List<ProcessEntry> childrenOf(int pid) {
        return byParent.getOrDefault(pid, List.of());
    }

    /** A process and everything below it, parents first. */
    List<ProcessEntry> treeOf(ProcessEntry root) {
        List<ProcessEntry> tree = new ArrayList<>();
        Deque<ProcessEntry> open = new ArrayDeque<>(List.of(root));
        for (ProcessEntry next = open.poll(); next != null; next = open.poll()) {
            tree.add(next);
            open.addAll(childrenOf(next.pid()));
        }
        return tree;
    }
}
