package dev.tranche.runtime.docker;

import java.util.List;
import java.util.Optional;

/**
 * An image that an engine has.
 *
 * @param id its id, the digest of its configuration
 * @param digests its names by digest, in the registries that it came from
 * @param architecture for which processors it is, for example {@code amd64}
 * @param stopSignal the signal that asks its program to end, if the image says one
 */
record EngineImage(String id, List<String> digests, String architecture, Optional<String> stopSignal) {}
