package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.internal.inbox.Inbox;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostType;
import dev.tranche.runtime.spi.Reports;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one backend is told when it opens, and where it reports: straight into the inbox, from any thread. */
final class BackendReports implements BackendContext, Reports {
    private static final Logger LOG = LoggerFactory.getLogger(BackendReports.class);

    private final String environment;
    private final long runtimeId;
    private final boolean journaled;
    private final Inbox<?, ?> inbox;

    // any thread of the backend adds; read when the runtime opens
    private final Set<HostId> announced = ConcurrentHashMap.newKeySet();

    BackendReports(String environment, long runtimeId, boolean journaled, Inbox<?, ?> inbox) {
        this.environment = environment;
        this.runtimeId = runtimeId;
        this.journaled = journaled;
        this.inbox = inbox;
    }

    @Override
    public long runtimeId() {
        return runtimeId;
    }

    @Override
    public boolean journaled() {
        return journaled;
    }

    @Override
    public Reports reports() {
        return this;
    }

    @Override
    public void hostJoined(HostId host, Capacity capacity, Capacity heldByOthers) {
        if (isOurs(host)) {
            announced.add(host);
            inbox.hostJoined(host, capacity, heldByOthers);
        }
    }

    @Override
    public void hostDraining(HostId host, String reason) {
        if (isOurs(host)) {
            inbox.hostDraining(host, reason);
        }
    }

    @Override
    public void hostLost(HostId host, String statusReason) {
        if (isOurs(host)) {
            inbox.hostLost(host, statusReason);
        }
    }

    @Override
    public void hostTypes(List<HostType> types) {
        inbox.hostTypes(environment, List.copyOf(types));
    }

    @Override
    public void hostsProvided(HostAnswer answer) {
        inbox.hostsProvided(environment, answer);
    }

    @Override
    public void started(AttemptId attempt, Instant at) {
        inbox.started(attempt, at);
    }

    @Override
    public void ended(AttemptId attempt, AttemptEnd end) {
        inbox.ended(attempt, end);
    }

    /** The hosts that have been reported so far. */
    Set<HostId> announced() {
        return Set.copyOf(announced);
    }

    private boolean isOurs(HostId host) {
        boolean ours = host.environment().equals(environment);
        if (!ours) {
            LOG.warn(
                    "the backend of environment {} reported host {} of another environment; ignored",
                    environment,
                    host);
        }
        return ours;
    }
}
