package dev.tranche.runtime;

import dev.tranche.model.JobDefinition;
import dev.tranche.runtime.internal.state.JobSpec;

/**
 * A definition as the scheduler and the backends need it.
 *
 * @param definition with everything applied
 * @param spec what the scheduler has to know of it
 */
record CompiledJob(JobDefinition definition, JobSpec spec) {}
