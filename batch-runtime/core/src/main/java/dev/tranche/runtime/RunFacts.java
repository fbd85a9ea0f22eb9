package dev.tranche.runtime;

import dev.tranche.model.JobId;
import org.jspecify.annotations.Nullable;

/**
 * What never changes about a workflow run.
 *
 * @param id its identity
 * @param workflow the workflow's name
 * @param rerunOf the earlier run that it runs again, or null
 */
record RunFacts(JobId id, String workflow, @Nullable JobId rerunOf) {}
