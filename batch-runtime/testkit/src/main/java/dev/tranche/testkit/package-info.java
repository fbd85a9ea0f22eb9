/**
 * What tests of batches and of backends need. For test code only.
 *
 * <p>{@link dev.tranche.testkit.BatchTest} is the JUnit extension for those who test code that submits jobs, {@link
 * dev.tranche.testkit.BatchAssertions} where their assertions begin. Faults are declared with the words of the {@link
 * dev.tranche.runtime.simulation.Simulation} that a test takes; there is no second way. What must stay true: it uses nothing
 * of JUnit that 5.10 does not have.
 *
 * <p>{@link dev.tranche.testkit.BackendContract} is the contract of the SPI as a test-suite: whoever writes a backend extends
 * it, says how the backend is opened, and passes. It holds one class for each topic: how attempts end, whom a stop reaches,
 * what is kept of outputs, what a program finds around it, and what an inventory tells; a test that is added to a topic
 * holds for every backend at once. One topic alone is run by its nested name, such as
 * {@code -Dtest='LocalBackendContractTest$Stops'}. What must stay true: it drives a backend through the SPI alone, waits for reports and never for time, and
 * what a backend does not claim as a {@link dev.tranche.runtime.spi.Capability} is skipped with a word that says so.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
