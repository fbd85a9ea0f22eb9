package dev.tranche.runtime.internal.machine;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One thing that happens to a scheduler: an input of one of its batches, or that it throws in that batch.
 *
 * @param batch the batch; events of one batch have one time
 * @param at the time of the batch, in micros since 1970
 * @param throwsAfter after how many outcomes of its batch the machine throws; 0 for an input
 * @param text what it is, for people
 * @param input gives it to the machine
 */
record LifeEvent(int batch, long at, int throwsAfter, Supplier<String> text, Consumer<Machine> input) {
    @Override
    public String toString() {
        long micros = at - Life.START;
        return String.format("  %4d.%03d ms  %s", micros / 1_000, micros % 1_000, text.get());
    }
}
