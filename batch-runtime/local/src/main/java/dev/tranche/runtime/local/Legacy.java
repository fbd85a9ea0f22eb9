package dev.tranche.runtime.local;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.files.DirectoryRemoval;
import dev.tranche.runtime.spi.files.OwnerOnly;
import dev.tranche.runtime.spi.files.WorkRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier openings of a journaled runtime left on this machine: ends that were written down, directories of attempts,
 * and processes whose supervisor was killed.
 *
 * <p>An attempt without a directory never reached the supervisor, which makes it before anything else. One that has a
 * directory and no end, and that no supervisor knows, was lost with the machine or its supervisor if that can be shown, and
 * otherwise nobody knows how it ended.
 */
final class Legacy {
    private static final Logger LOG = LoggerFactory.getLogger(Legacy.class);
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final AttemptPaths paths;
    private final AttemptEnds ends;
    private final Clock clock;
    private final boolean isNew;
    private final boolean rebooted;
    private final CompletableFuture<Map<String, AttemptEnd>> written = new CompletableFuture<>();

    Legacy(WorkRoot root, AttemptPaths paths, AttemptEnds ends, Clock clock) throws IOException {
        this.paths = paths;
        this.ends = ends;
        this.clock = clock;
        this.isNew = root.isNew();
        String boot = Files.readString(BOOT);
        this.rebooted = !isNew
                && !(Files.exists(paths.boot())
                        && Files.readString(paths.boot()).equals(boot));
        if (!Files.exists(paths.boot())) {
            Files.createFile(paths.boot(), OwnerOnly.FILE);
        }
        Files.writeString(paths.boot(), boot);
    }

    /** The supervisor has said all that it knows: what it does not have any more is in the log. Returns the last key of all. */
    long read() throws IOException {
        Map<String, AttemptEnd> found = new HashMap<>();
        long lastKey = 0;
        for (EndsLog.Entry entry : EndsLog.read(paths.endsLog())) {
            found.put(entry.whose().attempt(), ends.of(entry.end()));
            lastKey = Math.max(lastKey, entry.whose().key());
        }
        written.complete(found);
        return lastKey;
    }

    /** There is no supervisor, and there will be none. */
    void unreachable(String why) {
        written.completeExceptionally(new IllegalStateException("the supervisor cannot be reached: " + why));
    }

    /** Done when the log has been read. */
    CompletableFuture<Map<String, AttemptEnd>> written() {
        return written;
    }

    /** What became of an attempt that the supervisor does not know. */
    AttemptState state(AttemptId id, Map<String, AttemptEnd> ended) {
        String name = AttemptPaths.directoryName(id);
        AttemptEnd end = ended.get(name);
        if (end != null) {
            return new AttemptState.Ended(end);
        }
        if (isNew) {
            return unknown("the directory of its environment is not there any more: " + paths.root());
        }
        if (!Files.exists(paths.attempt(name))) {
            return new AttemptState.NeverStarted();
        }
        if (rebooted) {
            return lost("Host was started again");
        }
        return wasKilled(name)
                ? lost("Supervisor is gone; the attempt was killed")
                : unknown("its supervisor is gone and did not write down how it ended");
    }

    private AttemptState lost(String reason) {
        return new AttemptState.Ended(new AttemptEnd.Lost(reason, clock.instant()));
    }

    private AttemptState unknown(String reason) {
        return new AttemptState.Ended(new AttemptEnd.Unknown(reason, clock.instant()));
    }

    /** What still runs without a supervisor would end unseen. */
    private static boolean wasKilled(String attempt) {
        try {
            return !Survivors.ofAttempts(Set.of(attempt), Set.of()).kill().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the process table", e);
        }
    }

    /**
     * The directories of all attempts but those asked for: their ends are recorded. Looked up before anything is launched, so that
     * no directory of a new attempt is among them.
     */
    List<String> allBut(Collection<AttemptId> asked) {
        Set<String> needed = new HashSet<>();
        asked.forEach(id -> needed.add(AttemptPaths.directoryName(id)));
        try (Stream<Path> attempts = Files.list(paths.attempts())) {
            return attempts.map(attempt -> attempt.getFileName().toString())
                    .filter(name -> !needed.contains(name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for what earlier openings left", e);
        }
    }

    /** Removes the working directories of released attempts; what they wrote stays. */
    void clear(List<String> released) throws IOException {
        for (String name : released) {
            LOG.debug("removing the working directory of {}", name);
            Files.deleteIfExists(paths.script(name));
            DirectoryRemoval.remove(paths.work(name));
        }
    }
}
