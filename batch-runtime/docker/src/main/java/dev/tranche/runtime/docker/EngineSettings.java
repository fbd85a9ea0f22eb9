package dev.tranche.runtime.docker;

import com.github.dockerjava.api.model.AuthConfig;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What all engines of an environment have in common.
 *
 * @param labels marks what is ours
 * @param reports where to report
 * @param pull when images are pulled
 * @param credentials who we are to the registry of an image
 * @param network the network that containers join, if not the engine's own
 * @param outputLimit how much output of a container is kept, on the engine and then on our disk, in each of two files
 * @param lease how long a lease holds
 * @param lostAfter how long there may be no contact with an engine before its attempts count as lost
 * @param startMarks where it is noted which attempts were started
 */
record EngineSettings(
        Labels labels,
        Reports reports,
        DockerEnvironment.Pull pull,
        Function<String, Optional<AuthConfig>> credentials,
        Optional<String> network,
        MemorySize outputLimit,
        Duration lease,
        Duration lostAfter,
        StartMarks startMarks) {
    /** How many ends an engine is asked about at once, and signals sent. */
    static final int CALLS = 4;

    /** How many outputs are fetched and containers removed at once. */
    static final int CHORES = 4;
}
