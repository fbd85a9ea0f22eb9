package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.MemorySize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One sentence about faults while it is said. */
final class FaultWords implements Faults {
    private static final Duration REPLACED_AFTER = Duration.ofMinutes(2);
    private static final double MAX_PER_HOUR = 3_600;

    private final Set<String> said = new HashSet<>();
    private final List<FaultPlan.Loss> losses = new ArrayList<>();
    private long from;
    private long until = Micros.NEVER;
    private double interruptionsPerHour;
    private long replacedAfter = Micros.of(REPLACED_AFTER);
    private final Set<String> withoutCapacity = new HashSet<>();
    private double failures;
    private int exitCode;
    private double startFailures;
    private @Nullable ServiceTime slowStart;
    private @Nullable MemorySize outOfMemoryAbove;
    private long delay;
    private double doubled;
    private double lost;

    /**
     * What a sentence says.
     *
     * @throws IllegalArgumentException if it contradicts itself or a value is none
     * @throws IllegalStateException if a word is said twice
     */
    static FaultPlan said(ComputeEnvironment environment, UnaryOperator<Faults> sentence) {
        FaultWords words = new FaultWords();
        if (sentence.apply(words) != words) {
            throw new IllegalArgumentException("the function has to return the faults it was given");
        }
        return words.plan(environment);
    }

    private FaultPlan plan(ComputeEnvironment environment) {
        if (until <= from) {
            throw new IllegalArgumentException("the faults of environment " + environment.name() + " end at "
                    + Micros.duration(until) + ", before they begin at " + Micros.duration(from));
        }
        for (FaultPlan.Loss loss : losses) {
            if (loss.atMicros() < from || loss.atMicros() >= until) {
                throw new IllegalArgumentException("a host of environment " + environment.name() + " is lost at "
                        + Micros.duration(loss.atMicros()) + ", outside of the time of the faults it is said with");
            }
        }
        return new FaultPlan(
                environment,
                from,
                until,
                new FaultPlan.Hosts(
                        List.copyOf(losses), interruptionsPerHour, replacedAfter, Set.copyOf(withoutCapacity)),
                new FaultPlan.Attempts(failures, exitCode, startFailures, slowStart, outOfMemoryAbove),
                new FaultPlan.Reports(delay, doubled, lost));
    }

    @Override
    public Faults from(Duration time) {
        once("from");
        from = Micros.of(Micros.notNegative("begin of the faults", time));
        return this;
    }

    @Override
    public Faults until(Duration time) {
        once("until");
        until = Micros.of(Micros.positive("end of the faults", time));
        return this;
    }

    @Override
    public Faults hostLostAt(Duration time) {
        losses.add(new FaultPlan.Loss(Micros.of(Micros.notNegative("time of a loss", time)), Optional.empty()));
        return this;
    }

    @Override
    public Faults hostLostAt(Duration time, String host) {
        losses.add(new FaultPlan.Loss(Micros.of(Micros.notNegative("time of a loss", time)), Optional.of(host)));
        return this;
    }

    @Override
    public Faults interruptionsPerHour(double perHost) {
        once("interruptionsPerHour");
        if (!(perHost > 0 && perHost <= MAX_PER_HOUR)) {
            throw new IllegalArgumentException(
                    "interruptions of a host in an hour must be above 0 and at most 3,600: " + perHost);
        }
        interruptionsPerHour = perHost;
        return this;
    }

    @Override
    public Faults noCapacity(String type) {
        if (type.isBlank()) {
            throw new IllegalArgumentException("a type of host needs a name: '" + type + "'");
        }
        withoutCapacity.add(type);
        return this;
    }

    @Override
    public Faults replacedAfter(Duration time) {
        once("replacement");
        replacedAfter = Micros.of(Micros.positive("time to a replacement", time));
        return this;
    }

    @Override
    public Faults notReplaced() {
        once("replacement");
        replacedAfter = Micros.NEVER;
        return this;
    }

    @Override
    public Faults failures(double probability, int code) {
        once("failures");
        failures = probability("failures", probability);
        exitCode = Behaviour.exitCode(code, 1);
        return this;
    }

    @Override
    public Faults startFailures(double probability) {
        once("startFailures");
        startFailures = probability("startFailures", probability);
        return this;
    }

    @Override
    public Faults slowStart(ServiceTime time) {
        once("slowStart");
        slowStart = time;
        return this;
    }

    @Override
    public Faults outOfMemoryAbove(MemorySize size) {
        once("outOfMemoryAbove");
        outOfMemoryAbove = size;
        return this;
    }

    @Override
    public Faults reportsDelayed(Duration most) {
        once("reportsDelayed");
        delay = Micros.of(Micros.positive("delay of reports", most));
        return this;
    }

    @Override
    public Faults reportsDoubled(double probability) {
        once("reportsDoubled");
        doubled = probability("reportsDoubled", probability);
        return this;
    }

    @Override
    public Faults reportsLost(double probability) {
        once("reportsLost");
        lost = probability("reportsLost", probability);
        return this;
    }

    private void once(String word) {
        if (!said.add(word)) {
            throw new IllegalStateException(word + " was already said");
        }
    }

    private static double probability(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("the probability of " + what + " must be from 0 to 1: " + value);
        }
        return value;
    }
}
