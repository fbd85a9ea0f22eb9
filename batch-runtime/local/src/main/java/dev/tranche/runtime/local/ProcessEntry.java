package dev.tranche.runtime.local;

/**
 * One line of the process table.
 *
 * @param pid its number
 * @param state its state, {@code Z} for one that is dead but not yet reaped
 * @param parent its parent's number
 * @param group its process group
 * @param session its session
 * @param startTicks when it started, in clock ticks since boot: with the number, what tells it from a later one
 */
record ProcessEntry(int pid, char state, int parent, int group, int session, long startTicks) {
    private static final int START_TIME_FIELD = 19;

    /** Reads {@code /proc/<pid>/stat}; the name in parentheses may itself contain parentheses and spaces. */
    static ProcessEntry parse(String stat) {
        int pid = Integer.parseInt(stat.substring(0, stat.indexOf(' ')));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", START_TIME_FIELD + 2);
        return new ProcessEntry(
                pid,
                fields[0].charAt(0),
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]),
                Long.parseLong(fields[START_TIME_FIELD]));
    }

    boolean isDead() {
        return state == 'Z' || state == 'X';
    }

    boolean isSameProcessAs(ProcessEntry other) {
        return pid == other.pid && startTicks == other.startTicks;
    }
}
