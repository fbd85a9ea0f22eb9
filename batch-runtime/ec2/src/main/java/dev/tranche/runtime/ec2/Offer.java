package dev.tranche.runtime.ec2;

import dev.tranche.runtime.spi.HostType;

/**
 * A type of instance that an environment can be given.
 *
 * @param image the image that it starts from
 * @param host the same as the scheduler counts it, with what it costs at the most
 */
record Offer(DescribedType type, String image, HostType host) {}
