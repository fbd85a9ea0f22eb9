package dev.tranche.runtime.simulation;

import dev.tranche.model.MemorySize;
import java.time.Duration;

/**
 * What goes wrong in one environment of a simulation. Times count from the opening of the runtime. Each word is said once
 * in a sentence; {@link #hostLostAt} any number of times. Several sentences about one environment add up.
 *
 * <table>
 *   <caption>What holds where nothing is said</caption>
 *   <tr><th>word</th><th>default</th></tr>
 *   <tr><td>{@link #from}, {@link #until}</td><td>from the beginning, without an end</td></tr>
 *   <tr><td>{@link #replacedAfter}</td><td>2 minutes</td></tr>
 *   <tr><td>everything else</td><td>goes well</td></tr>
 * </table>
 */
public interface Faults {
    /**
     * The faults of this sentence begin then; before, all is well.
     *
     * @param time the time, not negative
     * @return these faults
     */
    Faults from(Duration time);

    /**
     * The faults of this sentence end then; what was lost of reports is said then.
     *
     * @param time the time, positive
     * @return these faults
     */
    Faults until(Duration time);

    /**
     * A host, drawn by the seed from those that are there, is lost with all that runs on it.
     *
     * @param time when, not negative
     * @return these faults
     */
    Faults hostLostAt(Duration time);

    /**
     * A certain host is lost with all that runs on it.
     *
     * @param time when, not negative
     * @param host the host's name: {@code host-1}, {@code host-2} …
     * @return these faults
     */
    Faults hostLostAt(Duration time, String host);

    /**
     * Each host is interrupted now and then, as spot instances are: lost with all that runs on it, at random.
     *
     * @param perHost how often in an hour, on average; above 0, at most 3,600
     * @return these faults
     */
    Faults interruptionsPerHour(double perHost);

    /**
     * An environment that {@linkplain Simulation#gives is given hosts} is given none of a type. Said again, of another type as
     * well.
     *
     * @param type the type's name
     * @return these faults
     * @throws IllegalArgumentException if the name is blank
     */
    Faults noCapacity(String type);

    /**
     * When an empty host takes the place of one that was lost or interrupted, under the same name.
     *
     * @param delay the time without it, positive
     * @return these faults
     */
    Faults replacedAfter(Duration delay);

    /**
     * Nothing takes the place of a host that was lost or interrupted.
     *
     * @return these faults
     */
    Faults notReplaced();

    /**
     * Attempts fail on their way with exit code 1.
     *
     * @param probability for each attempt, from 0 to 1
     * @return these faults
     */
    default Faults failures(double probability) {
        return failures(probability, 1);
    }

    /**
     * Attempts fail on their way.
     *
     * @param probability for each attempt, from 0 to 1
     * @param exitCode the exit code, 1 to 255
     * @return these faults
     */
    Faults failures(double probability, int exitCode);

    /**
     * Programs do not start: the image cannot be pulled.
     *
     * @param probability for each attempt, from 0 to 1
     * @return these faults
     */
    Faults startFailures(double probability);

    /**
     * Programs take their time to start.
     *
     * @param delay from the placement to the start of the program
     * @return these faults
     */
    default Faults slowStart(Duration delay) {
        return slowStart(ServiceTime.fixed(delay));
    }

    /**
     * Programs take their time to start.
     *
     * @param delay from the placement to the start of the program
     * @return these faults
     */
    Faults slowStart(ServiceTime delay);

    /**
     * Hosts have less memory than they say: attempts of jobs that ask for more than this are killed for want of it.
     *
     * @param size the size
     * @return these faults
     */
    Faults outOfMemoryAbove(MemorySize size);

    /**
     * Reports of starts and ends come late, so that hosts look fuller than they are.
     *
     * @param most how late at the most; all delays up to it are equally likely
     * @return these faults
     */
    Faults reportsDelayed(Duration most);

    /**
     * Reports of starts and ends come twice, the second up to a minute after the first.
     *
     * @param probability for each report, from 0 to 1
     * @return these faults
     */
    Faults reportsDoubled(double probability);

    /**
     * Reports of starts and ends get lost. What was lost is said when the faults end ({@link #until}), as a backend does
     * after a lost connection; without an end, never.
     *
     * @param probability for each report, from 0 to 1
     * @return these faults
     */
    Faults reportsLost(double probability);
}
