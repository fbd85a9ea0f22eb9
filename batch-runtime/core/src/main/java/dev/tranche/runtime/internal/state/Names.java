package dev.tranche.runtime.internal.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of jobs, each kept once and counted by the jobs that bear it. Loop thread only. */
public final class Names {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private int[] uses = new int[16];
    private int[] free = new int[16];
    private int freeCount;

    /** The number of a name, with one more job that bears it. */
    public int use(String name) {
        Integer known = numbers.get(name);
        int number = known != null ? known : add(name);
        uses[number]++;
        return number;
    }

    /** Counts a job less that bears it. */
    public void release(int number) {
        if (--uses[number] == 0) {
            numbers.remove(names.get(number));
            names.set(number, "");
            if (freeCount == free.length) {
                free = Arrays.copyOf(free, freeCount * 2);
            }
            free[freeCount++] = number;
        }
    }

    public String get(int number) {
        return names.get(number);
    }

    private int add(String name) {
        int number = freeCount > 0 ? free[--freeCount] : names.size();
        if (number == names.size()) {
            names.add(name);
            if (number == uses.length) {
                uses = Arrays.copyOf(uses, number * 2);
            }
        } else {
            names.set(number, name);
        }
        numbers.put(name, number);
        return number;
    }
}
