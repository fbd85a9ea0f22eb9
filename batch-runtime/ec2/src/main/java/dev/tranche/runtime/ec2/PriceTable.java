package dev.tranche.runtime.ec2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * On-demand prices of instances as they were on a day: lines {@code region,type,dollars an hour} after a line {@code
 * date,2026-01-19}; what begins with {@code #} is a remark. Immutable.
 */
final class PriceTable {
    /** Older prices say nothing of what is paid. */
    static final Period OLDEST = Period.ofYears(1);

    private static final String ARTIFACT = "prices.csv";
    private static final int PARTS = 3;
    private static final int MICRO_DIGITS = 6;

    private final LocalDate date;
    private final Map<String, Map<String, Long>> byRegion;

    private PriceTable(LocalDate date, Map<String, Map<String, Long>> byRegion) {
        this.date = date;
        this.byRegion = byRegion;
    }

    /** The table that comes with this backend. */
    static PriceTable ofArtifact() {
        try (Reader text = new InputStreamReader(
                Objects.requireNonNull(PriceTable.class.getResourceAsStream(ARTIFACT), ARTIFACT),
                StandardCharsets.UTF_8)) {
            return read(text, ARTIFACT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A table of the user's.
     *
     * @throws IllegalArgumentException if it cannot be read, naming the line
     */
    static PriceTable of(Path file) {
        try (Reader text = Files.newBufferedReader(file)) {
            return read(text, file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException("prices cannot be read: " + e, e);
        }
    }

    private static PriceTable read(Reader text, String where) throws IOException {
        List<String> lines = new BufferedReader(text).lines().toList();
        LocalDate date = null;
        Map<String, Map<String, Long>> byRegion = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                date = line(line, date, byRegion);
            } catch (DateTimeParseException | ArithmeticException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        where + ", line " + (i + 1) + ": must be 'date,2026-01-19' first and then"
                                + " 'us-east-1,m7i.large,0.1008', in dollars with at most six digits after the point: '"
                                + line + "'",
                        e);
            }
        }
        if (date == null) {
            throw new IllegalArgumentException(where + " holds no prices");
        }
        return new PriceTable(date, byRegion);
    }

    private static LocalDate line(String line, @Nullable LocalDate date, Map<String, Map<String, Long>> byRegion) {
        String[] parts = line.split(",", -1);
        if (date == null) {
            if (parts.length != 2 || !parts[0].equals("date")) {
                throw new IllegalArgumentException(line);
            }
            return LocalDate.parse(parts[1]);
        }
        if (parts.length != PARTS) {
            throw new IllegalArgumentException(line);
        }
        long micros = new BigDecimal(parts[2]).movePointRight(MICRO_DIGITS).longValueExact();
        if (micros <= 0) {
            throw new IllegalArgumentException(line);
        }
        byRegion.computeIfAbsent(parts[0], region -> new HashMap<>()).put(parts[1], micros);
        return date;
    }

    /** The day on which these were the prices. */
    LocalDate date() {
        return date;
    }

    /** Whether it has prices of a region. */
    boolean knows(String region) {
        return byRegion.containsKey(region);
    }

    /** What an instance of a type costs in an hour, in millionths of a dollar; empty if that is not known. */
    OptionalLong microDollars(String region, String type) {
        Long price = byRegion.getOrDefault(region, Map.of()).get(type);
        return price == null ? OptionalLong.empty() : OptionalLong.of(price);
    }

    /** Why it is not to be trusted, if it is not. */
    Optional<String> tooOld(Clock clock) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return date.plus(OLDEST).isBefore(today)
                ? Optional.of("prices are of " + date + ", and it is " + today
                        + ": give newer ones with Ec2Backend.factory().prices(file), or say acceptOldPrices()")
                : Optional.empty();
    }
}
