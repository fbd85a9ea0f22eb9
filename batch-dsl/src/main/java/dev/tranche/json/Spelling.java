package dev.tranche.json;

import com.google.common.collect.ImmutableSet;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Spelling {
    private static final int CLOSE = 3;

    private Spelling() {}

    /** The known word that is closest to a wrong one, if any is close. */
    static Optional<String> closest(String wrong, ImmutableSet<String> known) {
        return known.stream()
                .filter(word -> distance(wrong, word) <= Math.min(CLOSE, word.length() / 2))
                .min(Comparator.comparingInt(word -> distance(wrong, word)));
    }

    /** How many letters have to be changed, added or left out; upper and lower case are the same. */
    private static int distance(String left, String right) {
        String one = left.toLowerCase(Locale.ROOT);
        String other = right.toLowerCase(Locale.ROOT);
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
