package dev.tranche.runtime.internal.machine;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happens to a scheduler: an input of one of its batches, or that it throws in that batch.
 *
 * @param batch the batch; events of one batch have one time
 * @param at the time of the batch, in micros since 1970
 * @param text what it is, for people
 * @param input gives it to the machine
 * @param end what it reports, if it reports the end of an attempt
 * @param throwsAfter after how many outcomes of its batch the machine throws; 0 for an input
 */
record LifeEvent(
        int batch,
        long at,
        Supplier<String> text,
        Consumer<Machine> input,
        @Nullable EndReport end,
        int throwsAfter) {
    @Override
    public String toString() {
        long micros = at - Life.START;
        return String.format("  %4d.%03d ms  %s", micros / 1_000, micros % 1_000, text.get());
    }
}
