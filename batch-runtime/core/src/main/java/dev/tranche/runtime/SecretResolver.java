package dev.tranche.runtime;

import dev.tranche.model.Secret;

/**
 * Turns the reference to a secret into its value, at each launch, on the thread that launches. The value goes to the
 * program and nowhere else.
 */
@FunctionalInterface
public interface SecretResolver {
    /**
     * Looks a secret up.
     *
     * @param reference where it is
     * @return its value
     * @throws RuntimeException if there is none; the attempt then fails to start, its reason names the reference and not
     *     what this exception says
     */
    String resolve(Secret reference);

    /**
     * Whether references of this kind can be looked up at all; a job with another one is refused at submit.
     *
     * @param reference the reference
     * @return true unless overridden
     */
    default boolean supports(Secret reference) {
        return true;
    }
}
