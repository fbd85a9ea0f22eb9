package dev.tranche.runtime.local;

import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Reports;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what became of the attempts of a supervisor that is gone. What it wrote down counts. What still runs is killed,
 * since nobody could tell how it ends: lost, through no fault of the program. What does not run any more may have done its
 * work or not: unknown.
 */
final class LostSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(LostSupervisor.class);

    private final String environment;
    private final AttemptPaths paths;
    private final Reports reports;
    private final Clock clock;
    private final AttemptEnds ends;

    LostSupervisor(String environment, AttemptPaths paths, Reports reports, Clock clock, AttemptEnds ends) {
        this.environment = environment;
        this.paths = paths;
        this.reports = reports;
        this.clock = clock;
        this.ends = ends;
    }

    /** For one that never became ready: nothing can have been started. */
    void neverReady(Collection<LocalAttempt> attempts, String lastWords) {
        String reason =
                "SupervisorError: the supervisor of environment " + environment + " does not start: " + lastWords;
        attempts.forEach(attempt -> attempt.ended(new AttemptEnd.StartFailed(reason, clock.instant()), reports));
    }

    void gone(Collection<LocalAttempt> attempts, String lastWords) {
        Map<Long, LocalAttempt> open =
                attempts.stream().collect(Collectors.toMap(LocalAttempt::key, Function.identity()));
        if (open.isEmpty()) {
            return;
        }
        LOG.warn("the supervisor of environment {} is gone with {} attempts: {}", environment, open.size(), lastWords);
        readEnds(open);
        Set<Integer> killed = kill(open.values());
        for (LocalAttempt attempt : open.values()) {
            attempt.ended(end(killed.contains(attempt.pid()), lastWords), reports);
        }
    }

    private void readEnds(Map<Long, LocalAttempt> open) {
        try {
            for (EndsLog.Entry entry : EndsLog.read(paths.endsLog())) {
                LocalAttempt attempt = open.remove(entry.whose().key());
                if (attempt != null) {
                    attempt.ended(ends.of(entry.end()), reports);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot read the ends that the supervisor wrote down: {}", paths.endsLog(), e);
        }
    }

    private static Set<Integer> kill(Collection<LocalAttempt> attempts) {
        try {
            return Survivors.ofAttempts(
                            attempts.stream().map(LocalAttempt::directory).collect(Collectors.toSet()),
                            attempts.stream()
                                    .map(LocalAttempt::pid)
                                    .filter(pid -> pid != 0)
                                    .collect(Collectors.toSet()))
                    .kill();
        } catch (IOException e) {
            LOG.warn("cannot read the process table: processes of the supervisor may still run", e);
            return Set.of();
        }
    }

    private AttemptEnd end(boolean killedByUs, String lastWords) {
        String what = "Supervisor of environment " + environment + " is gone (" + lastWords + ")";
        return killedByUs
                ? new AttemptEnd.Lost(what + "; the attempt was killed", clock.instant())
                : new AttemptEnd.Unknown(what + " before it told how the attempt ended", clock.instant());
    }
}
