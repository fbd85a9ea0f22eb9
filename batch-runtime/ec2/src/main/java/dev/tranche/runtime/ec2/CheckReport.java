package dev.tranche.runtime.ec2;

import java.util.List;
import java.util.stream.Collectors;

/** What {@link Ec2Backend#check} found: a line for each thing that an environment needs. Immutable. */
public final class CheckReport {
    private final List<Line> lines;

    CheckReport(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /**
     * One thing that an environment needs.
     *
     * @param well whether it is there
     * @param what the thing: {@code credentials}, {@code cluster}, an action like {@code ecs:RunTask}
     * @param answer what was found; AWS's own words if it is missing
     */
    public record Line(boolean well, String what, String answer) {
        @Override
        public String toString() {
            return "%-8s%-28s%s".formatted(well ? "ok" : "MISSING", what, answer);
        }
    }

    /**
     * All lines.
     *
     * @return in the order they were looked at; after one that everything else needs there are no more
     */
    public List<Line> lines() {
        return lines;
    }

    /**
     * What is missing.
     *
     * @return the lines that are not well, empty if jobs can run
     */
    public List<Line> missing() {
        return lines.stream().filter(line -> !line.well()).toList();
    }

    /** Prints a line for each thing. */
    @Override
    public String toString() {
        return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
    }
}
