package dev.tranche.runtime.ec2;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * AWS's clock, as its answers tell it: a lease is a time of AWS's, and the clock of this machine may be wrong. Any thread.
 */
final class AwsTime implements ExecutionInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(AwsTime.class);

    private final Clock clock;

    // By whoever gets an answer; the newest is as good as any.
    private volatile Duration ahead = Duration.ZERO;

    AwsTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        context.httpResponse().firstMatchingHeader("Date").ifPresent(this::said);
    }

    /** What a header {@code Date} says. */
    void said(String date) {
        try {
            ahead = Duration.between(clock.instant(), ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException e) {
            LOG.debug("an answer of AWS has no date", e);
        }
    }

    /** What time it is at AWS, to a second; that of this machine before the first answer. */
    Instant now() {
        return clock.instant().plus(ahead);
    }
}
