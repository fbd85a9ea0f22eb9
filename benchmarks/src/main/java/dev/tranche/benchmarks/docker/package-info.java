/**
 * What the whole runtime costs around containers on a real engine: door, loop, dispatcher, Docker backend and back.
 *
 * <p>For people who measure. What must stay true: the floor is measured in the same sitting, in pairs with the runtime that
 * change their order, at the same concurrency, with the same image and network; the watch of either side stops when its
 * last container is removed.
 *
 * <p>Start at {@link dev.tranche.benchmarks.docker.ContainerJobs}; numbers and commands are in {@code
 * benchmarks/README.md}.
 */
@NullMarked
package dev.tranche.benchmarks.docker;

import org.jspecify.annotations.NullMarked;
