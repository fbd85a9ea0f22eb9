package dev.tranche.runtime.docker;

import java.util.Map;

/**
 * One line of an engine's list of containers.
 *
 * @param id its id
 * @param labels its labels
 * @param phase where it is in its life
 */
record ListedContainer(String id, Map<String, String> labels, Inspection.Phase phase) {}
