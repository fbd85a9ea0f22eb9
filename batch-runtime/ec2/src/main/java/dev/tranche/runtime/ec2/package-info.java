/**
 * Runs the attempts of an environment on EC2 as ECS tasks. For {@code BatchRuntime}, which finds it by {@link
 * java.util.ServiceLoader}; {@link dev.tranche.runtime.ec2.Ec2Backend} is all that an application needs.
 *
 * <pre>
 * Ec2Backend -- opens --> EcsBackend -- asks --> AwsAccess: who we are, at which rates
 *                           |
 *        +------------------+------------------+
 *        v                  v                  v
 *   TaskStarts         TaskWatch          ClusterWatch
 *   says each start    looks at tasks     looks at instances
 *   until certain      until they ended   and reports hosts
 *        |                  |                  |
 *        |                  |             HostTasks: what is on them, and what becomes of it
 *        |             ClusterLooks: when either looks
 *   TaskMapper         TaskEnds           pure: the model into ECS's words, and back
 *        +---- EcsTask ----+              what is known of an attempt; no thread, no I/O
 * </pre>
 *
 * <p>An environment whose instances come and go with the jobs has {@code ManagedHosts} beside {@code ClusterWatch}: it launches what the
 * scheduler asks for ({@code Fleets}, from {@code LaunchTemplates}), waits until it has joined, renews leases and ends what is given back.
 *
 * <p>What must stay true:
 *
 * <ul>
 *   <li>One start for an attempt: the same words with the same client token, never once that may have been forgotten.
 *   <li>An end is reported with evidence: an exit code that ECS says. A code that is missing is never 0.
 *   <li>A host is closed before what ran on it ends with it, so that nothing is placed there again.
 *   <li>Every call but the one that asks who we are takes its turn in {@code Rates}; the SDK repeats none by itself.
 *   <li>Whose a task is stands in {@code startedBy}. Tasks and instances of others are never touched.
 *   <li>What is launched has its owner's tags from its first moment, and ends itself if nobody renews its lease.
 *   <li>Secrets go by reference, and their values are in no call of ours.
 *   <li>What AWS answers makes an environment INVALID with a reason, and never ends a runtime.
 * </ul>
 *
 * <p>Start at {@link dev.tranche.runtime.ec2.Ec2Backend}, then {@code EcsBackend}, {@code TaskStarts} and {@code EcsTask}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.ec2;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
