package dev.tranche.runtime;

import dev.tranche.model.JobId;

/**
 * What never changes about a workflow run.
 *
 * @param id its identity
 * @param workflow the workflow's name
 */
record RunFacts(JobId id, String workflow) {}
