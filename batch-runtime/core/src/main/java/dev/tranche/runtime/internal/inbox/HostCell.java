package dev.tranche.runtime.internal.inbox;

import dev.tranche.runtime.spi.HostId;

/** The cell of one host: made by its first report, gone when its loss is recorded. */
public final class HostCell extends Cell<HostNews> {
    private final HostId host;

    HostCell(HostId host) {
        this.host = host;
    }

    public HostId host() {
        return host;
    }
}
