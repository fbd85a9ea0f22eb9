package dev.tranche.runtime.internal.inbox;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.util.LoggingLevel;

/** How long model checking looks: a few seconds for each class. The scenarios are the same in each run. */
final class Checking {
    private Checking() {}

    /** Against the same operations on a plain structure, one after the other. */
    static ModelCheckingOptions against(Class<?> specification) {
        return options().actorsBefore(1).actorsAfter(2).sequentialSpecification(specification);
    }

    /** For what has to hold at the end, whatever the operations returned. */
    static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(8)
                .invocationsPerIteration(250)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(0)
                .logLevel(LoggingLevel.ERROR);
    }
}
