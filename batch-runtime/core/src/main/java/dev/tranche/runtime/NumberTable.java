package dev.tranche.runtime;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is alive by its number. Open addressing with linear probing, since every outcome of every job looks here and
 * a {@code HashMap} of boxed numbers takes three times the memory and time. Loop thread only.
 *
 * @param <V> what is found
 */
final class NumberTable<V> {
    private static final int SMALLEST = 64;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private long[] numbers = new long[SMALLEST]; // 0 is no number of a job
    private @Nullable Object[] values = new Object[SMALLEST];
    private int size;

    @Nullable
    V get(long number) {
        @SuppressWarnings("unchecked") // put takes nothing else
        V value = (V) values[slot(number)];
        return value;
    }

    void put(long number, V value) {
        int slot = slot(number);
        if (numbers[slot] == 0) {
            size++;
            numbers[slot] = number;
        }
        values[slot] = value;
        if (size * 2 > numbers.length) {
            rehash(numbers.length * 2);
        }
    }

    void remove(long number) {
        int hole = slot(number);
        if (numbers[hole] == 0) {
            return;
        }
        size--;
        numbers[hole] = 0;
        values[hole] = null;
        closeGap(hole);
    }

    int size() {
        return size;
    }

    /** Visits all, in no particular order; nothing may be put or removed meanwhile. */
    void forEach(Consumer<V> visitor) {
        for (Object value : values) {
            if (value != null) {
                @SuppressWarnings("unchecked") // put takes nothing else
                V present = (V) value;
                visitor.accept(present);
            }
        }
    }

    /** Moves back what a probe would not find any more behind the hole. */
    private void closeGap(int emptied) {
        int mask = numbers.length - 1;
        int hole = emptied;
        for (int slot = (hole + 1) & mask; numbers[slot] != 0; slot = (slot + 1) & mask) {
            int home = home(numbers[slot]);
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                numbers[hole] = numbers[slot];
                values[hole] = values[slot];
                numbers[slot] = 0;
                values[slot] = null;
                hole = slot;
            }
        }
    }

    private int slot(long number) {
        int mask = numbers.length - 1;
        int slot = home(number);
        while (numbers[slot] != 0 && numbers[slot] != number) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** The top bits of the product, which spread consecutive numbers evenly; those in the middle would cluster them. */
    private int home(long number) {
        return (int) ((number * SPREAD) >>> Long.numberOfLeadingZeros(numbers.length - 1));
    }

    private void rehash(int length) {
        long[] oldNumbers = numbers;
        @Nullable Object[] oldValues = values;
        numbers = new long[length];
        values = new Object[length];
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != 0) {
                int slot = slot(oldNumbers[i]);
                numbers[slot] = oldNumbers[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
