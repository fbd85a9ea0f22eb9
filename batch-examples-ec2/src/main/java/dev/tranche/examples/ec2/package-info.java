/**
 * The example that needs an account at AWS: {@link dev.tranche.examples.ec2.SpotThenOnDemand}. Beside the others, because theirs
 * need nothing but this machine.
 *
 * <p>For people who learn. A test runs it on a stand-in for AWS.
 */
@NullMarked
package dev.tranche.examples.ec2;

import org.jspecify.annotations.NullMarked;
