package dev.tranche.runtime.simulation;

import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hosts that were given, from their launch to their end, and what they cost. */
final class LaunchRecord {
    private static final BigDecimal MICROS_PER_HOUR = new BigDecimal(3_600_000_000L);

    private final Map<HostId, Given> hosts = new LinkedHashMap<>();

    private record Given(HostType type, long launched, long ended) {}

    void launched(HostId host, HostType type, long now) {
        hosts.put(host, new Given(type, now, Micros.NEVER));
    }

    /** A host has ended; one that was not given does not count. */
    void ended(HostId host, long now) {
        hosts.computeIfPresent(host, (id, given) -> new Given(given.type(), given.launched(), now));
    }

    List<HostLaunch> until(long now) {
        List<HostLaunch> all = new ArrayList<>();
        hosts.forEach((host, given) -> {
            boolean ended = given.ended() <= now;
            long end = ended ? given.ended() : Math.max(now, given.launched());
            all.add(new HostLaunch(
                    host.environment(),
                    host.name(),
                    given.type().name(),
                    Micros.duration(given.launched()),
                    ended ? Optional.of(Micros.duration(given.ended())) : Optional.empty(),
                    dollars(given.type(), end - given.launched())));
        });
        return all;
    }

    private static BigDecimal dollars(HostType type, long micros) {
        return BigDecimal.valueOf(type.microDollarsPerHour(), 6)
                .multiply(BigDecimal.valueOf(micros))
                .divide(MICROS_PER_HOUR, 4, RoundingMode.HALF_UP);
    }
}
