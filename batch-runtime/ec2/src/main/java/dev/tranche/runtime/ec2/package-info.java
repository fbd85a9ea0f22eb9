/** Runs the attempts of an environment on EC2 as ECS tasks. */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.ec2;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
