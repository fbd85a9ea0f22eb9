package dev.tranche.json;

import java.time.Duration;
import java.util.Optional;

/**
 * A duration that AWS counts in a unit of its own, within bounds of its own. Written is the shortest that AWS can say
 * and that is not too short; if that is another one, the exact one stands beside it under {@code tranche}.
 *
 * @param awsName the member with the rounded number
 * @param exactName the member with the exact duration
 * @param unit what AWS counts
 * @param min the least that AWS takes
 * @param max the most that AWS takes
 */
record AwsDuration(String awsName, String exactName, Duration unit, int min, int max) {
    static AwsDuration seconds(String awsName, String exactName, int min, int max) {
        return new AwsDuration(awsName, exactName, Duration.ofSeconds(1), min, max);
    }

    void write(Duration exact, ShapeWriter out) {
        int rounded = rounded(exact);
        out.number(awsName, rounded);
        if (!unit.multipliedBy(rounded).equals(exact)) {
            out.duration(exactName, Optional.of(exact));
        }
    }

    Optional<Duration> read(ShapeReader in) {
        Optional<Node> exact = in.find(exactName);
        Optional<Node> aws = exact.isPresent() ? Optional.of(in.get(awsName)) : in.find(awsName);
        return aws.map(
                number -> exact.map(duration -> checked(duration, number)).orElseGet(() -> fromAws(number)));
    }

    private Duration fromAws(Node number) {
        return unit.multipliedBy(number.number());
    }

    private Duration checked(Node exact, Node number) {
        Duration duration = exact.duration();
        if (rounded(duration) != number.number()) {
            throw number.refused("contradicts " + exact.path() + ": " + duration + " is " + rounded(duration)
                    + " for AWS Batch, not " + number.number());
        }
        return duration;
    }

    private int rounded(Duration exact) {
        long units = exact.dividedBy(unit);
        long roundedUp = unit.multipliedBy(units).compareTo(exact) < 0 ? units + 1 : units;
        return (int) Math.max(min, Math.min(max, roundedUp));
    }
}
