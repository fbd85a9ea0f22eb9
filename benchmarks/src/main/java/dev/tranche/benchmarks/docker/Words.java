package dev.tranche.benchmarks.docker;

import java.util.Arrays;
import java.util.List;

/**
 * What is measured, as said on the command line in words like {@code pairs=7}.
 *
 * @param pairs how many pairs of rounds there are at each concurrency
 * @param jobs how many containers a round has
 * @param atOnce how many run at once, one table for each
 * @param network the network mode of all containers
 * @param image what they run in; has to be there, and to have {@code true}
 */
record Words(int pairs, int jobs, List<Integer> atOnce, String network, String image) {
    private static final Words DEFAULTS = new Words(7, 48, List.of(1, 2, 4, 8), "bridge", "busybox:latest");

    static Words of(String... arguments) {
        Words words = DEFAULTS;
        for (String argument : arguments) {
            words = words.with(argument);
        }
        return words;
    }

    private Words with(String argument) {
        String[] parts = argument.split("=", 2);
        String value = parts.length == 2 ? parts[1] : "";
        return switch (parts[0]) {
            case "pairs" -> new Words(Integer.parseInt(value), jobs, atOnce, network, image);
            case "jobs" -> new Words(pairs, Integer.parseInt(value), atOnce, network, image);
            case "atOnce" -> new Words(pairs, jobs, numbers(value), network, image);
            case "network" -> new Words(pairs, jobs, atOnce, value, image);
            case "image" -> new Words(pairs, jobs, atOnce, network, value);
            default ->
                throw new IllegalArgumentException("unknown word " + argument
                        + "; known are pairs=7 jobs=48 atOnce=1,2,4,8 network=bridge image=…");
        };
    }

    private static List<Integer> numbers(String value) {
        return Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList();
    }
}
